import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CoverageSummary } from '../../contract/answers/coverage.ts';
import type { Data } from '../../contract/routes.ts';
import type { WaitingChange } from '../../contract/answers/what-if.ts';
import type { WriteSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { coverageSummary } from '../ownership/coverage-summary.ts';
import { foreignTables } from '../ownership/foreign-tables.ts';
import type { ForeignTable } from '../../contract/answers/guards.ts';
import { parseRow, parseRows } from '../../database/parse-rows.ts';
import { openChanges } from '../what-if/waiting-changes.ts';

const Change = z.object({ collection_name: z.string(), change: z.enum(['new', 'vanished', 'returned', 'regrouped']) });
const Previous = z.object({
  run_id: z.string().nullable(),
  coverage: CoverageSummary.pick({ gap_cells: true, covered_cells: true, objects: true }).nullable(),
});

/** Result of a scan. */
export interface Scan {
  run_id: string;
  status: 'completed' | 'refused';
  /** Why it was refused: it had nothing to scan by. Discovery has taken place all the same. */
  reason: string | null;
  ruleset: string | null;
  coverage: Data<'coverageSummary'>;
  /** Collections that are new, vanished, came back, or changed their group since the last discovery. */
  changes: z.infer<typeof Change>[];
  /** Collections whose table belongs to a role whose rights Directus does not have. */
  foreign_tables: ForeignTable[];
  /** Changes that wait for a release: critical drift. Empty before the first release. */
  waiting_changes: WaitingChange[];
  /** How the numbers moved since the last completed scan; null if there is none. */
  since_last_run: { run_id: string; gap_cells: number; covered_cells: number; objects: number } | null;
}

/**
 * The read half of a scan, in the caller's transaction: discovers the collections of the project, counts coverage, and
 * records the run with the snapshot and the ruleset it went by. Without a plan there is no ruleset: the run is recorded
 * as refused, and what was discovered stays.
 */
export async function scanCoverage(
  session: WriteSession,
  by: Actor,
  excludedTables: readonly string[] = [],
): Promise<Scan> {
  const started = parseRow(
    z.object({ now: z.iso.datetime() }),
    await session.query('select clock_timestamp() as now'),
  ).now;
  const run_id = `SCAN-${started.replace(/[-:]|\.\d+/g, '')}-${randomBytes(4).toString('hex')}`;
  await beginAct(session, { ...by, action: 'scan', reason: `found by ${run_id}` });
  const changes = parseRows(Change, await session.query('select * from discover_collections($1)', [excludedTables]));
  const coverage = await coverageSummary(session);
  const foreign_tables = await foreignTables(session);
  const waiting_changes = await openChanges(session);
  const { ruleset } = parseRow(
    z.object({ ruleset: z.string().nullable() }),
    await session.query(`select (select ruleset_version from governance_ruleset where status = 'active') as ruleset`),
  );

  if (ruleset === null) {
    const reason = 'no plan is registered, so there are no rules to scan by';
    await session.query('select record_refused_scan($1, $2, $3, $4, $5)', [
      run_id,
      started,
      reason,
      { half: 'read', changes },
      by.actor,
    ]);
    return {
      run_id,
      status: 'refused',
      reason,
      ruleset,
      coverage,
      changes,
      foreign_tables,
      waiting_changes,
      since_last_run: null,
    };
  }

  const previous = parseRow(
    Previous,
    await session.query(`
      select run_id, metadata -> 'coverage' as coverage
      from (select 1) one left join lateral (
        select run_id, metadata from candidate_scan_run where status = 'completed' order by started_at desc limit 1
      ) last on true`),
  );
  await session.query('select record_scan($1, $2, $3, $4)', [
    run_id,
    started,
    { half: 'read', coverage, changes },
    by.actor,
  ]);
  const since_last_run = movement(previous, coverage);
  return {
    run_id,
    status: 'completed',
    reason: null,
    ruleset,
    coverage,
    changes,
    foreign_tables,
    waiting_changes,
    since_last_run,
  };
}

function movement(
  { run_id, coverage: was }: z.infer<typeof Previous>,
  is: Data<'coverageSummary'>,
): Scan['since_last_run'] {
  if (run_id === null || was === null) return null;
  return {
    run_id,
    gap_cells: is.gap_cells - was.gap_cells,
    covered_cells: is.covered_cells - was.covered_cells,
    objects: is.objects - was.objects,
  };
}
