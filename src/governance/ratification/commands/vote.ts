import type { z } from 'zod';
import type { COMMANDS } from '../../../contract/commands.ts';
import type { Seat } from '../../../contract/ratification.ts';
import type { Session } from '../../../database/session.ts';
import { refusingBadRows } from './constraint-error.ts';

type Vote = z.output<(typeof COMMANDS)['vote']['body']>;

/** The seat that a user holds, or null. */
export async function seatOf(session: Session, user: string): Promise<z.infer<typeof Seat> | null> {
  const { rows } = await session.query('select seat from governance_seat where user_id = $1::uuid and vacated_at is null', [user]);
  return (rows[0]?.['seat'] as z.infer<typeof Seat> | undefined) ?? null;
}

/**
 * Casts a vote on the revision whose digest the voter saw. Whose vote counts, vote_guard (SQL) says, and refuses the rest.
 */
export async function vote(session: Session, code: string, { decision, rationale, revision_digest }: Vote, voter: string): Promise<void> {
  // Who holds no seat is told so by the guard, in whatever seat they try.
  const seat = (await seatOf(session, voter)) ?? 'council';
  await refusingBadRows(
    () =>
      session.query(
        `insert into apr_approvals
           (request_code, revision, revision_digest, approver, approver_user, approver_type, seat, decision, rationale, proof_digest, created_by)
         values ($1::text, coalesce((select revision from approval_requests where code = $1::text), 0), $2, '', $3,
           case $4::text when 'ai_council' then 'ai_council' else 'human' end, $4::text, $5, $6, '', $7)`,
        [code, revision_digest, voter, seat, decision, rationale, `directus:${voter}`],
      ),
    `The vote on ${code}`,
  );
}
