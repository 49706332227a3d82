/** The page Gaps. */
export const gaps = {
  title: 'Gaps',
  column: {
    collection: 'Collection',
    group: 'Group',
    scope: 'Scope',
    since: 'Since',
    proposed: 'Proposed owner',
  },
  nobody: 'nobody',
  anyProposed: 'All proposed owners',
  found: 'No gaps | 1 gap | {n} gaps',
  foundOf: 'The first {n} of {all} gaps; more come as you scroll.',
  foundMore: 'The first {n} gaps; more come as you scroll.',
  csv: 'Download as CSV',
  csvRunning: 'Stop the download ({n} pages so far)',
  csvFailed: 'The download was not completed.',
  emptyTitle: 'No gap matches',
  emptyText: 'No gap has this combination of filters.',
  noneTitle: 'No gaps',
  noneText: 'Each of the {n} required cells has an owner, or it was decided for a while that it has none.',
  noneButTitle: 'No gaps, but not every cell has an answer',
  noneButText:
    'In one cell owners are named and still nobody answers. | In {n} cells owners are named and still nobody answers.',
  rest: {
    covered: '1 covered cell | {n} covered cells',
    waived: '1 waived cell | {n} waived cells',
    conflicts: '1 conflict | {n} conflicts',
    dead: '1 cell of a dead owner | {n} cells of dead owners',
  },
};
