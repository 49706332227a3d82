/** The field in the form of a collection. */
export const field = {
  forbidden: 'You may not see who owns this collection.',
  notGoverned: 'This collection is not governed: no plan asks for an owner.',
  noScopes: 'There are no responsibility scopes yet: no plan is registered.',
  unknown: 'One-Roof has not seen this collection yet. The next scan finds it.',
  from: 'from the {anchor}',
  itself: 'stated here',
  gap: 'Nobody',
  conflict: 'Several owners',
  waived: 'Waived',
  planned: 'Nobody; planned: {owner}',
  why: 'Why?',
};
