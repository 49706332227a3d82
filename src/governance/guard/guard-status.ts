import { z } from 'zod';
import { GuardFinding, GuardMode } from '../../contract/writes.ts';
import type { Session } from '../../database/session.ts';
import { foreignTables } from '../ownership/foreign-tables.ts';
import type { ForeignTable } from '../ownership/foreign-tables.ts';
import { parseRow } from '../../database/parse-rows.ts';
import guardStatusSql from './guard-status.sql';
import { listPermits } from './permits.ts';
import type { Permit } from './permits.ts';
import { enforcementObstacles } from './set-guard-mode.ts';
import type { Obstacle } from './set-guard-mode.ts';

const Status = z.object({
  mode: GuardMode,
  groups: z.array(z.object({ group: z.string(), mode: GuardMode })),
  /** Collections whose items need an accountable owner of `execution`. */
  owned_writes: z.array(z.string()),
  armed: z.coerce.number().int(),
  unarmed: z.array(
    z.object({
      relation: z.string(),
      trigger: z.string(),
      state: z.enum(['missing', 'disabled', 'changed', 'leftover']),
    }),
  ),
  /** What would have been refused in the last seven days. */
  findings: z.array(
    z.object({ collection: z.string(), finding: GuardFinding, times: z.number().int(), last_at: z.iso.datetime() }),
  ),
  /** Tables that were changed where no guard looks. */
  drift: z.array(
    z.object({
      collection: z.string(),
      added: z.array(z.string()),
      removed: z.array(z.string()),
      rewritten: z.array(z.string()),
    }),
  ),
});

export type GuardStatus = z.infer<typeof Status> & {
  /** Collections that no guard can be put on, because their table belongs to another role. */
  foreign_tables: ForeignTable[];
  windows: Permit[];
  overrides: Permit[];
  /** What `enforce` would block, for the deployment and for each group with a mode of its own, while they are not in it. */
  obstacles: (Obstacle & { group: string | null })[];
};

/** How the guards stand, in the caller's snapshot. */
export async function guardStatus(session: Session): Promise<GuardStatus> {
  const status = parseRow(Status, await session.query(guardStatusSql));
  const open = (permits: Permit[]) => permits.filter((permit) => permit.open);
  const levels = [{ group: null, mode: status.mode }, ...status.groups].filter(({ mode }) => mode !== 'enforce');
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
