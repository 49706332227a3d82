import type { Finding, Rule } from '../finding.ts';
import { findingAt } from '../finding.ts';

/**
 * The executor, or 99_run_all.sql, holds the one transaction of the release: a tier that ends or starts one would break it apart, and one
 * that sets a role or a setting would leave what it runs under. What takes a tier back is judged the same.
 */
const transactionControl: Rule = ({ sql, tiers }) =>
  tiers.tiers
    .flatMap(({ file, rollback }) => (rollback === null ? [file] : [file, rollback]))
    .flatMap((file) => {
      const read = sql.get(file);
      if (read === undefined) return [];
      const psql = read.psqlLines.map((line) =>
        says(file, line, 'a command or variable of psql', 'Leave it to 99_run_all.sql.'),
      );
      const controls = read.statements
        .filter(({ type }) => CONTROLS.has(type))
        .map((statement) =>
          says(file, statement.line, nameOf(statement.type), 'Leave it out: the whole release is one transaction.'),
        );
      return [...psql, ...controls];
    });

/** Types of statements that start or end a transaction, or set a role or a setting. */
export const CONTROLS = new Set([
  'TransactionStmt',
  'PLpgSQL_stmt_commit',
  'PLpgSQL_stmt_rollback',
  'VariableSetStmt',
  'DiscardStmt',
]);

function nameOf(type: string): string {
  if (type === 'VariableSetStmt' || type === 'DiscardStmt') return 'SET, RESET or DISCARD';
  return type === 'TransactionStmt'
    ? 'BEGIN, COMMIT, ROLLBACK or SAVEPOINT'
    : type.endsWith('commit')
      ? 'COMMIT'
      : 'ROLLBACK';
}

function says(file: string, line: number, found: string, fix: string): Finding {
  return findingAt('transaction_control', file, line, {
    message: 'A tier must neither start nor end a transaction, nor use commands of psql',
    expected: 'statements that run inside the transaction of the release',
    found,
    fix,
  });
}

export default transactionControl;
