import type { CellState } from '../contract/vocabulary.ts';
import { isCellState } from './cell-state.ts';
import { readAddress, writeAddress } from './object-address.ts';
import type { ObjectAddress } from './object-address.ts';

/** A cell: an object and a responsibility scope. */
export interface CellAddress {
  object: ObjectAddress;
  scope: string;
}

/** The filters of the ownership page. Its URL holds all of them, so that any number can link to its rows. */
export interface OwnershipFilters {
  search: string;
  /** A group, or NO_GROUP. */
  group: string | null;
  owner: string | null;
  scope: string | null;
  states: CellState[];
  byGroup: boolean;
  /** The cell whose drawer is open. */
  cell: CellAddress | null;
}

const OWNERSHIP_PATH = '/one-roof/ownership';

const NOTHING: OwnershipFilters = {
  search: '',
  group: null,
  owner: null,
  scope: null,
  states: [],
  byGroup: true,
  cell: null,
};

type UrlQuery = Record<string, string>;

/** Returns the query of the ownership page that shows what is asked for; what is left out is not filtered. */
export function queryOf(asked: Partial<OwnershipFilters>): UrlQuery {
  const { search, group, owner, scope, states, byGroup, cell } = { ...NOTHING, ...asked };
  return {
    ...(search === '' ? {} : { search }),
    ...(group === null ? {} : { group }),
    ...(owner === null ? {} : { owner }),
    ...(scope === null ? {} : { scope }),
    ...(states.length === 0 ? {} : { state: states.join(',') }),
    ...(byGroup ? {} : { view: 'flat' }),
    ...(cell === null ? {} : { cell: `${writeAddress(cell.object)}/${cell.scope}` }),
  };
}

/** Returns true when some filter is set. */
export function isAnySet(filters: OwnershipFilters): boolean {
  return Object.keys(queryOf({ ...filters, byGroup: true, cell: null })).length > 0;
}

/** Returns the target of a link to the rows behind a number. */
export function ownershipLink(asked: Partial<OwnershipFilters> = {}) {
  return { path: OWNERSHIP_PATH, query: queryOf(asked) };
}

/** Reads the query of the ownership page; what it does not understand it leaves out. */
export function filtersOf(query: Record<string, unknown>): OwnershipFilters {
  const text = (name: string): string | null => {
    const value = query[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    search: text('search') ?? '',
    group: text('group'),
    owner: text('owner'),
    scope: text('scope'),
    states: (text('state') ?? '').split(',').filter(isCellState),
    byGroup: text('view') !== 'flat',
    cell: cellOf(text('cell')),
  };
}

function cellOf(text: string | null): CellAddress | null {
  const slash = text?.lastIndexOf('/') ?? -1; // a scope has no slash in it, a collection might
  if (text === null || slash < 1) return null;
  return { object: readAddress(text.slice(0, slash)), scope: text.slice(slash + 1) };
}
