import { findingAt } from '../finding.ts';
import type { Rule } from '../finding.ts';
import type { Statement } from '../statements.ts';
import { calls } from '../tree.ts';
import { mutates, writes } from '../mutates.ts';

/** The function that refuses a tier wherever it must not run (release.md): the declared production, ratified, or a proven clone. */
export const GUARD = 'assert_release_target';

/** Every tier that writes calls the guard first, in a place that nothing passes by. */
const missingGuard: Rule = ({ sql, tiers }) =>
  tiers.tiers.flatMap((tier) => {
    const statements = sql.get(tier.file)?.statements.filter(({ inFunction }) => !inFunction);
    if (statements === undefined || !writes(tier, statements)) return [];
    const guard = statements.findIndex((statement) => !statement.conditional && isGuard(statement));
    const first = statements.findIndex(({ type, tree }) => mutates(type, tree));
    if (guard !== -1 && (first === -1 || guard < first)) return [];
    return findingAt('missing_guard', tier.file, statements[first === -1 ? 0 : first]?.line ?? null, {
      message: `Tier ${tier.tier} writes before anything has checked where it runs`,
      expected: `${GUARD}() before the first statement that writes, in no branch and in no block that catches errors`,
      found:
        guard === -1 ? 'no such call' : `the call on line ${String(statements[guard]?.line)}, after the first write`,
      fix: `Begin the tier with: select ${GUARD}();`,
    });
  });

function isGuard({ type, tree }: Statement): boolean {
  return type === 'SelectStmt' && calls(tree).some(({ name }) => name === GUARD);
}

export default missingGuard;
