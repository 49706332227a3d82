import { NO_GROUP } from '../../../../contract/paths.ts';
import type { OwnershipFilters } from '../../../../app/ownership-filters.ts';
import { writeAddress } from '../../../../app/object-address.ts';
import type { ObjectAddress } from '../../../../app/object-address.ts';
import type { Data } from '../../../../contract/routes.ts';
import type { CellState } from '../../../../contract/vocabulary.ts';

/** One cell of the matrix. */
export interface MatrixCell {
  scope: string;
  /** null where nothing is required of an object, or nothing stated on a group. */
  state: CellState | null;
  owner: string | null;
  /** The planned owner, where there is no owner. */
  planned_owner: string | null;
  /** True when the cell matches the filters; the others are dimmed. */
  matches: boolean;
}

/** A row: an object, or a group with what it passes on. */
export interface MatrixRow {
  key: string;
  object: ObjectAddress;
  /** The number of objects of the group that are shown; null for an object. */
  members: number | null;
  cells: MatrixCell[];
}

/** The objects that match, under their groups, and how many cells there are of what was asked for. */
export interface MatchingObjects {
  /** Rows by group, also of a group none of whose objects match: its own cells may. */
  members: ReadonlyMap<string, readonly MatrixRow[]>;
  objects: number;
  /** Matching cells. */
  cells: number;
  /** Cells by state, under every filter but the one by state. */
  states: Record<CellState, number>;
}

/** A cell as the server answers it. */
type Stated = Pick<MatrixCell, 'state' | 'owner' | 'planned_owner'>;

/** The owners that are stated on each group, by scope. */
export type GroupOwners = ReadonlyMap<string, ReadonlyMap<string, Stated>>;

const NOTHING: Stated = { state: null, owner: null, planned_owner: null };

type Wanted = Pick<OwnershipFilters, 'search' | 'group' | 'owner' | 'states' | 'byGroup'>;

/** Finds the objects that are asked for; their cells are in the order of `scopes`. */
export function matchObjects(
  objects: readonly Data<'coverageByObject'>[],
  scopes: readonly string[],
  wanted: Wanted,
): MatchingObjects {
  const states: MatchingObjects['states'] = {
    owned_direct: 0,
    owned_inherited: 0,
    waived: 0,
    gap: 0,
    conflict: 0,
    owner_dead: 0,
  };
  const search = wanted.search.toLocaleLowerCase();
  const members = new Map<string, MatrixRow[]>();
  for (const { object_type: type, object_ref: ref, group, cells: stated } of objects) {
    const place = group ?? NO_GROUP;
    if (wanted.group !== null && wanted.group !== place) continue;
    if (!ref.toLocaleLowerCase().includes(search)) continue;

    const cells = scopes.map((scope) => toCell(scope, stated[scope], wanted));
    for (const { state, owner } of cells) if (state !== null && isOwners(owner, wanted)) states[state]++;
    const rows = members.get(place) ?? [];
    members.set(place, rows);
    if (!isFiltered(wanted) || matching([{ cells }]) > 0)
      rows.push({ key: writeAddress({ type, ref }), object: { type, ref }, members: null, cells });
  }
  const all = [...members.values()].flat();
  return { members, objects: all.length, cells: matching(all), states };
}

/** Lays the rows out: by name, or under their groups, whose own matching cells are then counted too. */
export function layOutRows(
  { members }: MatchingObjects,
  groups: GroupOwners,
  scopes: readonly string[],
  wanted: Wanted,
): { rows: MatrixRow[]; groupCells: number } {
  if (!wanted.byGroup)
    return {
      rows: [...members.values()].flat().toSorted((one, other) => compare(one.object.ref, other.object.ref)),
      groupCells: 0,
    };

  const groupRows = [...members].map(([group, rows]): MatrixRow => {
    const object = { type: 'group', ref: group };
    const cells = scopes.map((scope) => toCell(scope, groups.get(group)?.get(scope), wanted));
    return { key: writeAddress(object), object, members: rows.length, cells };
  });
  const shown = groupRows
    .filter((row) => row.members !== 0 || (isFiltered(wanted) && matching([row]) > 0))
    .toSorted((one, other) => compare(one.object.ref, other.object.ref));
  return { rows: shown.flatMap((row) => [row, ...(members.get(row.object.ref) ?? [])]), groupCells: matching(shown) };
}

/** True when the filters select single cells, and not only objects. */
export function isFiltered({ owner, states }: Pick<Wanted, 'owner' | 'states'>): boolean {
  return owner !== null || states.length > 0;
}

function toCell(scope: string, { state, owner, planned_owner }: Stated = NOTHING, wanted: Wanted): MatrixCell {
  const matches =
    state !== null && isOwners(owner, wanted) && (wanted.states.length === 0 || wanted.states.includes(state));
  return { scope, state, owner, planned_owner: state === null || state === 'gap' ? planned_owner : null, matches };
}

function isOwners(owner: string | null, wanted: Wanted): boolean {
  return wanted.owner === null || owner === wanted.owner;
}

function matching(rows: readonly Pick<MatrixRow, 'cells'>[]): number {
  return rows.reduce((sum, { cells }) => sum + cells.filter(({ matches }) => matches).length, 0);
}

/** By code point, as the server sorts; the tilde puts what has no group last. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
