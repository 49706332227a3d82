/** The page Overview: coverage. */
export const coverage = {
  name: 'Coverage',
  lead: '{covered} of {total} cells have an owner: {objects} collections × {scopes} responsibility scopes.',
  unknown: 'n/a',
  unknownLead: 'Nothing is governed yet, so there is nothing to cover.',
  cells: 'Cells',
  covered: 'Covered',
  gaps: 'Gaps',
  conflicts: 'Conflicts',
  waived: 'Waived',
  dead: 'Dead owner',
  byScope: 'By responsibility scope',
  byOwner: 'By owner',
  ofObjects: '{covered} of {objects} covered',
  scopeGaps: 'no gaps | 1 gap | {n} gaps',
  noScopes: 'There are no responsibility scopes yet.',
  noOwners: 'There are no owners yet.',
  ownerCells: 'no cells | 1 cell | {n} cells',
  direct: '{n} direct',
  inherited: '{n} inherited',
  plannedCells: 'planned for one cell | planned for {n} cells',
  groupsIncluded: 'Cells of the groups themselves are counted too.',
  deadOwner: 'Retired, or no active user acts for it',
};

/** The page Overview before a plan is registered. */
export const plan = {
  title: 'Register a plan to begin',
  lead: 'A plan says which collections are governed, by which responsibility scopes, and who should own them. Registering it makes nobody accountable yet; it makes the gaps visible.',
  write: 'Let One-Roof write one from this project.',
  read: 'Review `plan.yaml`, and correct it with the people who know the project.',
  register: 'Register it.',
};

/** The page Overview: words that a newcomer meets. */
export const glossary = {
  title: 'In short',
  cell: 'Cell',
  cellMeans: 'One collection and one responsibility scope: one question of who answers for it.',
  owner: 'Owner',
  ownerMeans: 'The accountable role. Stated once on a group, it applies to everything in it.',
  gap: 'Gap',
  gapMeans: 'A cell that nobody answers for.',
  gate: 'Gate',
  gateMeans: 'Opens only when every condition is met and people have signed. Software reads it and cannot open it.',
};

/** The page Overview: the last scan. */
export const scan = {
  name: 'Last scan',
  never: 'No scan has run yet. The flow operation Scan coverage or `one-roof scan` starts one.',
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  throttled: 'Throttled',
  refused: 'Refused',
  when: 'When',
  took: 'Took',
  run: 'Run',
  ruleset: 'Ruleset',
  noRuleset: 'none',
};
