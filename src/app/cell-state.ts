import type { Data } from '../contract/routes.ts';
import type { CellState } from '../contract/vocabulary.ts';

/** A state as the detail of an object has it: it may also not be required at all. */
export type DetailState = Data<'ownershipDetail'>['state'];

/** The states of a cell, the best first. */
export const CELL_STATES: readonly CellState[] = [
  'owned_direct',
  'owned_inherited',
  'waived',
  'gap',
  'conflict',
  'owner_dead',
];

/** The states that count as covered. */
export const COVERED: readonly CellState[] = ['owned_direct', 'owned_inherited'];

/** The icon of each state, so that no state is told by its colour alone. */
export const STATE_ICONS: Readonly<Record<DetailState, string>> = {
  owned_direct: 'check_circle',
  owned_inherited: 'subdirectory_arrow_right',
  waived: 'event_available',
  gap: 'priority_high',
  conflict: 'call_split',
  owner_dead: 'person_off',
  not_required: 'remove',
};

/** The colour of each state, from the theme. Tints and borders are mixed from it. */
export const STATE_COLORS: Readonly<Record<DetailState, string>> = {
  owned_direct: 'var(--theme--success, #2ecda7)',
  owned_inherited: 'var(--theme--success, #2ecda7)',
  waived: 'var(--theme--foreground-subdued, #a2b5cd)',
  gap: 'var(--theme--danger, #e35169)',
  conflict: 'var(--theme--warning, #ffa439)',
  owner_dead: 'var(--theme--foreground-accent, #172940)',
  not_required: 'var(--theme--foreground-subdued, #a2b5cd)',
};

/** The state of a row of the detail. Nothing is required of a group: it is as what it passes on. */
export function detailStateOf(
  { state, resolution, owner_alive: alive }: Data<'ownershipDetail'>,
  type: string,
): DetailState {
  if (type !== 'group' || resolution === null) return state;
  if (alive === false) return 'owner_dead';
  return resolution === 'direct' ? 'owned_direct' : 'owned_inherited';
}

/** Returns true for states without an owner, for which the planned owner is of interest. */
export function isVacant({ state, owner }: Data<'ownershipDetail'>, type: string): boolean {
  return type === 'group' ? owner === null : state === 'gap';
}

/** Reads a text as a state. */
export function isCellState(text: string): text is CellState {
  return CELL_STATES.some((state) => state === text);
}
