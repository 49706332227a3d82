import type { NamedOwner } from './release-changes.ts';

/**
 * The state of a cell with its owner by name, where the name says more than the code: `owned_direct GOV-DOT (Documentation team)`.
 *
 * @param answer state and code, as a changed cell has it
 */
export function answerByName(answer: string, owners: readonly NamedOwner[]): string {
  const owner = owners.find(({ code }) => answer.endsWith(` ${code}`));
  return owner === undefined || owner.name === owner.code ? answer : `${answer} (${owner.name})`;
}
