import { findingAt } from '../finding.ts';
import type { Rule } from '../finding.ts';
import { mutates, writes } from '../mutates.ts';
import { calls } from '../tree.ts';
import type { Tree } from '../tree.ts';

/** Requires for each tier that writes a rollback file that is in the packet and changes something. */
const missingRollback: Rule = ({ sql, tiers, files }) =>
  tiers.tiers.flatMap((tier) => {
    const says = (found: string, fix: string) =>
      findingAt('missing_rollback', tier.file, null, {
        message: `Nothing takes back what tier ${tier.tier} writes`,
        expected: 'a file in rollback/ that tiers.json names, and that takes it back',
        found,
        fix,
      });
    const { rollback } = tier;
    if (rollback === null) {
      const statements = sql.get(tier.file)?.statements ?? [];
      return writes(tier, statements)
        ? says('no file', 'Write the rollback before the tier, and name it in tiers.json.')
        : [];
    }
    if (!files.has(rollback)) return says(`${rollback}, which is not in the packet`, 'Put it into the packet.');
    const read = sql.get(rollback);
    const works =
      read?.unjudged.length !== 0 ||
      read.statements.some(({ type, tree }) => mutates(type, tree) || callsSomething(type, tree));
    return works ? [] : says(`${rollback}, which changes nothing`, 'Let it take back what the tier writes.');
  });

/** A rollback may be a call of a function that does it; one that only looks does nothing. */
function callsSomething(type: string, tree: Tree): boolean {
  return (
    type === 'CallStmt' || calls(tree).some(({ name }) => !/^(?:assert_\w*|count|now|min|max|sum|coalesce)$/.test(name))
  );
}

export default missingRollback;
