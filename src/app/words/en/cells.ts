/** States of a cell. */
export const state = {
  owned_direct: 'Direct owner',
  owned_inherited: 'Inherited owner',
  waived: 'Waived',
  gap: 'Gap',
  conflict: 'Conflict',
  owner_dead: 'Dead owner',
  not_required: 'Not governed',
};

/** A sentence for each state of a cell. */
export const stateMeans = {
  owned_direct: 'The owner is stated on the collection itself.',
  owned_inherited: 'The owner is stated on a group and passed on to the collection.',
  waived: 'It was decided that nobody owns this, until the waiver ends.',
  gap: 'Nobody is accountable.',
  conflict: 'Several owners are equally near, so nobody is accountable.',
  owner_dead: 'The owner is retired, or no active user acts for it.',
  not_required: 'No plan asks for an owner here.',
};

/** Kinds of owners. */
export const kind = {
  accountable: 'accountable',
  supporting: 'supporting',
  delegated: 'delegated',
  exception: 'exception',
};

/** A sentence for each owner on the way up from an object: decides, or why not. */
export const verdict = {
  wins: 'Decides: it is the nearest.',
  conflicting: 'Contradicts another owner that is equally near.',
  same_owner: 'Names the same owner, equally near.',
  overridden: 'A nearer owner decides.',
  not_accountable: 'Does not count: it is not accountable.',
  not_active: 'Does not count: it was superseded, revoked or has expired.',
  not_yet_in_force: 'Does not count yet: it is not in force.',
  no_longer_in_force: 'Does not count any more: its time is over.',
  not_inheritable: 'Does not count: it is not passed on.',
};
