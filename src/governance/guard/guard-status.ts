import { GuardStatus } from '../../contract/answers/guards.ts';
import type { Permit } from '../../contract/answers/guards.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { foreignTables } from '../ownership/foreign-tables.ts';
import { parseRow, parseRows } from '../../database/parse-rows.ts';
import guardStatusSql from './guard-status.sql';
import { listPermits } from './permits.ts';

/** The part of the answer that one statement reads. */
const Status = GuardStatus.omit({ foreign_tables: true, windows: true, overrides: true, obstacles: true });

const LevelObstacle = GuardStatus.shape.obstacles.element;

/** Lists what `enforce` would block at each level of a list, in one statement for all of them. */
const OBSTACLES = `
  select l."group", o.collection, o.finding, o.explanation
  from unnest($1::text[]) with ordinality as l ("group", place)
  cross join lateral enforcement_obstacle(l."group") with ordinality as o (collection, finding, explanation, place)
  order by l.place, o.place`;

/** Reads the state of the guards in the caller's snapshot. */
export async function guardStatus(session: ReadSession): Promise<GuardStatus> {
  const status = parseRow(Status, await session.query(guardStatusSql));
  const open = (permits: Permit[]) => permits.filter((permit) => permit.open);
  const levels = [null, ...status.groups.map(({ group }) => group)];
  const obstacles = parseRows(LevelObstacle, await session.query(OBSTACLES, [levels]));
  return {
    ...status,
    foreign_tables: await foreignTables(session),
    windows: open(await listPermits(session, 'window')),
    overrides: open(await listPermits(session, 'override')),
    obstacles,
  };
}
