import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { Obstacle } from '../../contract/answers/guards.ts';
import type { GuardMode } from '../../contract/answers/writes.ts';
import type { ReadSession, WriteSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { beginAct } from '../acts/begin-act.ts';
import { parseRows } from '../../database/parse-rows.ts';

/** Lists present work that `enforce` would block: of a group, or (null) of everything without a mode of its own. */
async function enforcementObstacles(session: ReadSession, group: string | null): Promise<Obstacle[]> {
  return parseRows(Obstacle, await session.query('select * from enforcement_obstacle($1)', [group]));
}

/**
 * Says how the guards work, for the deployment (null) or for a group. The triggers follow with armGuards(). Recorded in the
 * ledger, in the caller's transaction.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED, listing what `enforce` would block; ONE_ROOF_NOT_FOUND.
 */
export async function setGuardMode(
  session: WriteSession,
  group: string | null,
  mode: GuardMode,
  by: Actor & { reason: string },
): Promise<void> {
  if (group !== null) await requireGroup(session, group);
  const obstacles = mode === 'enforce' ? await enforcementObstacles(session, group) : [];
  if (obstacles.length > 0) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', 'Enforcing would block work that is done today', {
      subject: group ?? 'deployment',
      expected: 'nothing that breaks a rule',
      found: `${obstacles.length} that ${obstacles.length === 1 ? 'does' : 'do'}`,
      fix: 'Give each collection its owner, or open a change window for work on a locked schema; `one-roof guard status` lists them again.',
      obstacles,
    });
  }
  await beginAct(session, { ...by, action: 'guard.mode' });
  await session.query('select set_guard_mode($1, $2, $3, $4)', [group, mode, by.reason, by.actor]);
}

/** Turns every guard off. The triggers go with armGuards(). */
export async function disarmGuards(session: WriteSession, by: Actor & { reason: string }): Promise<void> {
  const { rows } = await session.query(`select group_code from governance_enforcement where mode <> 'off'`);
  for (const { group_code: group } of z.array(z.object({ group_code: z.string().nullable() })).parse(rows)) {
    await setGuardMode(session, group, 'off', by);
  }
}

async function requireGroup(session: ReadSession, group: string): Promise<void> {
  const { rowCount } = await session.query(`select from governance_group where code::text = $1 and status = 'active'`, [
    group,
  ]);
  if (rowCount === 0)
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no group ${group}`, {
      subject: group,
      expected: 'a group of the plan',
    });
}
