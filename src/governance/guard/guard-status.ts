import { GuardStatus } from '../../contract/answers/guards.ts';
import type { Permit } from '../../contract/answers/guards.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { foreignTables } from '../ownership/foreign-tables.ts';
import { parseRow } from '../../database/parse-rows.ts';
import guardStatusSql from './guard-status.sql';
import { listPermits } from './permits.ts';
import { enforcementObstacles } from './set-guard-mode.ts';

/** The part of the answer that one statement reads. */
const Status = GuardStatus.omit({ foreign_tables: true, windows: true, overrides: true, obstacles: true });

/** Reads the state of the guards in the caller's snapshot. */
export async function guardStatus(session: ReadSession): Promise<GuardStatus> {
  const status = parseRow(Status, await session.query(guardStatusSql));
  const open = (permits: Permit[]) => permits.filter((permit) => permit.open);
  const levels = [{ group: null, mode: status.mode }, ...status.groups];
  const obstacles = [];
  for (const { group } of levels) {
    for (const obstacle of await enforcementObstacles(session, group)) obstacles.push({ group, ...obstacle });
  }
  return {
    ...status,
    foreign_tables: await foreignTables(session),
    windows: open(await listPermits(session, 'window')),
    overrides: open(await listPermits(session, 'override')),
    obstacles,
  };
}
