import { z } from 'zod';
import { GovernanceCode } from '../../contract/vocabulary.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';

/** Waivers that end within this many days are worth a word. */
const ENDING_SOON_DAYS = 30;

const OwnerWaiver = z.object({
  object_type: z.string(),
  object_ref: z.string(),
  scope: GovernanceCode,
  reason: z.string(),
  expires_at: z.iso.datetime(),
  planned: z.boolean(),
  state: z.enum(['in_effect', 'idle', 'ended', 'not_required']),
});

/** A waiver that somebody should look at: it ends soon, is over, or says nothing. The states are in v_owner_waiver (SQL). */
export type OwnerWaiver = z.infer<typeof OwnerWaiver>;

/** The waivers that somebody should look at, the first to end first; at most 100. */
export async function waiversToLookAt(session: ReadSession): Promise<OwnerWaiver[]> {
  return parseRows(
    OwnerWaiver,
    await session.query(
      `select object_type, object_ref, scope, reason, expires_at, planned, state
       from v_owner_waiver
       where state <> 'in_effect' or expires_at <= now() + make_interval(days => $1)
       order by expires_at, object_ref, scope
       limit 100`,
      [ENDING_SOON_DAYS],
    ),
  );
}
