import { findingAt } from '../finding.ts';
import type { Rule } from '../finding.ts';
import type { Statement } from '../statements.ts';
import { mutates } from '../mutates.ts';
import { calls } from '../tree.ts';
import { GUARD } from './20-missing-guard.ts';

/** A tier says what must be true when it is done, and fails where it is not: after its last write. */
const missingAssertion: Rule = ({ sql, tiers }) =>
  tiers.tiers.flatMap((tier) => {
    const statements = sql.get(tier.file)?.statements.filter(({ inFunction }) => !inFunction);
    if (statements === undefined) return [];
    const last = statements.findLastIndex(({ type, tree }) => mutates(type, tree));
    if (statements.slice(last + 1).some(asserts)) return [];
    return findingAt('missing_assertion', tier.file, statements[last]?.line ?? null, {
      message: `Tier ${tier.tier} does not check its result`,
      expected: 'ASSERT, RAISE EXCEPTION or a call of a function assert_… after the last statement that writes',
      found: statements.some(asserts) ? 'assertions before the last write only' : 'no assertion',
      fix: 'End the tier with the figures that tiers.json expects.',
    });
  });

/** The level of RAISE EXCEPTION in PostgreSQL's own numbers. */
const ERROR = 21;

function asserts({ type, tree }: Statement): boolean {
  if (type === 'PLpgSQL_stmt_assert') return true;
  if (type === 'PLpgSQL_stmt_raise') return tree.elog_level === ERROR;
  return calls(tree).some(({ name }) => name.startsWith('assert_') && name !== GUARD);
}

export default missingAssertion;
