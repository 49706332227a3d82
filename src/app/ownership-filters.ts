import type { CellState, NO_GROUP as NO_GROUP_OF_CONTRACT } from '../contract/vocabulary.ts';
import { isCellState } from './cell-state.ts';
import { readAddress, writeAddress } from './object-address.ts';
import type { ObjectAddress } from './object-address.ts';

/** A cell: an object and a responsibility scope. */
export interface CellAddress {
  object: ObjectAddress;
  scope: string;
}

/** What the ownership page shows. All of it is in its URL, so that any number can link to the rows behind it. */
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

/** Stands for the collections without a group, here and in the contract. */
export const NO_GROUP: typeof NO_GROUP_OF_CONTRACT = '~none';

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

/** Whether anything is left out. */
export function isAnySet(filters: OwnershipFilters): boolean {
  return Object.keys(queryOf({ ...filters, byGroup: true, cell: null })).length > 0;
}

/** Where a link to the rows behind a number goes. */
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
