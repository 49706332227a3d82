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
  await withConstraintErrors(
    () =>
      session.query(
        `select cast_vote(p_code => $1, p_revision => $2, p_revision_digest => $3, p_voter => $4, p_choice => $5,
           p_rationale => $6, p_method => $7, p_statement => $8, p_public_key => $9, p_assertion => $10, p_by => $11)`,
        [
          request.code,
          request.revision,
          request.revision_digest,
          signer.user,
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
