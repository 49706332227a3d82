import { loadModule } from 'libpg-query';
import type { WrittenPlan } from '../../../plan/read-plan.ts';
import type { Finding, LintFacts, Rule } from './finding.ts';
import { countMismatch } from './rules/count-mismatch.ts';
import { deadOwner } from './rules/dead-owner.ts';
import { destructiveStatement } from './rules/destructive-statement.ts';
import { forbiddenToken } from './rules/forbidden-token.ts';
import { lockLevel } from './rules/lock-level.ts';
import { missingAssertion } from './rules/missing-assertion.ts';
import { missingGuard } from './rules/missing-guard.ts';
import { missingRollback } from './rules/missing-rollback.ts';
import { scopeWithoutOwner } from './rules/scope-without-owner.ts';
import { readTiers } from './rules/tiers-document.ts';
import { transactionControl } from './rules/transaction-control.ts';
import { unparsableStatement } from './rules/unparsable-statement.ts';
import { readSqlFile } from './sql-file.ts';

const RULES: readonly Rule[] = [
  unparsableStatement,
  transactionControl,
  destructiveStatement,
  missingGuard,
  missingRollback,
  missingAssertion,
  lockLevel,
  forbiddenToken,
  deadOwner,
  scopeWithoutOwner,
  countMismatch,
];

/** What is judged: the payload of a packet (path → bytes, without `data/`), its plan, and what the database says about the plan. */
export interface LintInput {
  files: ReadonlyMap<string, Uint8Array>;
  plan: WrittenPlan;
  facts: LintFacts;
}

/**
 * Judges a packet before anybody is asked to ratify it. It finds mistakes of honest people; what holds against
 * others are the table rules, the rehearsal and the seal.
 *
 * @returns everything that is wrong, by file and line; none: the packet may be put before people
 */
export async function lintPacket({ files, plan, facts }: LintInput): Promise<Finding[]> {
  await loadModule();
  const { tiers, findings } = readTiers(files);
  const sql = new Map(
    [...files].filter(([path]) => path.endsWith('.sql')).map(([path, bytes]) => [path, readSqlFile(path, bytes)]),
  );
  return [...findings, ...RULES.flatMap((rule) => rule({ files, tiers, sql, plan, facts }))].sort(
    (one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0) || (one.line ?? 0) - (other.line ?? 0),
  );
}
