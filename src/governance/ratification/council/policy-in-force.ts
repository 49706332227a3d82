import { z } from 'zod';
import { Council, SigningMethod } from '../../../contract/answers/ratification.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import type { Quorum } from './separation.ts';

const Policy = z.object({
  profile: Council.shape.profile,
  methods: z.array(SigningMethod),
  vote_proof: Council.shape.vote_proof,
  pinning: Council.shape.pinning,
  cooling_hours: z.coerce.number(),
  approval_ref: z.string(),
  quorum: z
    .object({
      risk_level: z.string(),
      president_votes: z.number(),
      council_votes: z.number(),
      any_votes: z.number(),
      signing_seats: z.array(z.string()),
    })
    .nullable(),
});

/** The policy in force and what it takes at a risk, or null before there is one. */
export async function policyInForce(
  session: ReadSession,
  riskLevel: string,
): Promise<(z.infer<typeof Policy> & { quorum: Quorum | null }) | null> {
  const [policy] = parseRows(
    Policy,
    await session.query(
      `select p.profile, p.methods, p.vote_proof, p.pinning, p.cooling_hours, p.approval_ref, to_jsonb(q) as quorum
       from current_policy() p left join apr_quorum_policy q on q.profile = p.profile and q.risk_level = $1`,
      [riskLevel],
    ),
  );
  return policy ?? null;
}
