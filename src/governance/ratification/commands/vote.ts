import type { z } from 'zod';
import type { Seat } from '../../../contract/answers/ratification.ts';
import type { ProductionSession, ReadSession } from '../../../database/sessions/session.ts';
import { withConstraintErrors, sentBefore } from '../../errors/constraint-error.ts';
import type { Proven } from './prove-act.ts';
import type { Signing } from './signing.ts';

/** The seat that a user holds, or null. */
export async function seatOf(session: ReadSession, user: string): Promise<z.infer<typeof Seat> | null> {
  const { rows } = await session.query(
    'select seat from governance_seat where user_id = $1::uuid and vacated_at is null',
    [user],
  );
  return (rows[0]?.['seat'] as z.infer<typeof Seat> | undefined) ?? null;
}

/** Casts a vote, whose proof requireProof() has verified. Whose vote counts, vote_guard (SQL) says, and refuses the rest. */
export async function vote(
  session: ProductionSession,
  { request, signer, planned }: Signing,
  proven: Proven,
  createdBy: string,
): Promise<void> {
  if (planned.act !== 'vote') throw new Error('not a vote');
  // Somebody who holds no seat is told so by the table rule, in whatever seat they try.
  const seat = (await seatOf(session, signer.user)) ?? 'council';
  await withConstraintErrors(
    () =>
      session.query(
        `insert into apr_approvals
           (request_code, revision, revision_digest, approver, approver_user, approver_type, seat, decision, rationale,
            method, statement, public_key, assertion, created_by)
         values ($1, $2, $3, '', $4::uuid, case $5::text when 'ai_council' then 'ai_council' else 'human' end, $5::text, $6, $7,
           $8, $9, $10, $11, $12)`,
        [
          request.code,
          request.revision,
          request.revision_digest,
          signer.user,
          seat,
          planned.choice,
          planned.rationale,
          proven.method,
          proven.statement,
          proven.publicKey,
          JSON.stringify(proven.assertion),
          createdBy,
        ],
      ),
    `The vote on ${request.code}`,
    sentBefore('vote', request.code),
  );
}
