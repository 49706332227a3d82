import { loadModule } from 'libpg-query';
import type { WrittenPlan } from '../../../plan/read-plan.ts';
import type { Finding, LintFacts } from './finding.ts';
import { readTiers } from './read-tiers.ts';
import rules from './rules?modules';
import { readSqlFile } from './sql-file.ts';

/** The payload of a packet (path → bytes, without `data/`), its plan, and facts about the plan out of the database. */
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
  return [...findings, ...rules.flatMap((rule) => rule({ files, tiers, sql, plan, facts }))].sort(
    (one, other) => (one.file < other.file ? -1 : one.file > other.file ? 1 : 0) || (one.line ?? 0) - (other.line ?? 0),
  );
}
