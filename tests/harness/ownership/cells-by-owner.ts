import type { ReferenceCase } from '../../../demo/reference-case.ts';

/** How many cells each owner answers for once the plan is applied: those of its groups themselves, and of what they contain. */
export function cellsByOwner({ groups, scopes }: ReferenceCase): Record<string, number> {
  const cells: Record<string, number> = {};
  for (const { owner, collections } of groups) cells[owner] = (cells[owner] ?? 0) + scopes * (1 + collections.length);
  return cells;
}
