import { z } from 'zod';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { countVerified } from '../ratification/requests/verified-acts.ts';

const Standing = z.object({
  simulated: z.boolean(),
  /** True if every change of seats and of the policy verifies. */
  rules: z.boolean(),
  /** Approvals that verify, and as many as the policy asked for by which the release was ratified. */
  president: z.number(),
  president_needed: z.number(),
  council: z.number(),
  council_needed: z.number(),
  any: z.number(),
  any_needed: z.number(),
  signatures: z.number(),
  /** With two people: whether the proposer stood by the request with a key, or in a session where that counted. */
  confirmed: z.boolean(),
  /** True if votes and signatures suffice, or approval is simulated: ratification_counts() (SQL). */
  ok: z.boolean(),
});

/**
 * Reads the part of a ratification that verifies, even after the release: approvals by seat and sovereign signatures on the present revision of its
 * request, judged by the policy that was in force when its approval was used. Holders who left since still count, and so do keys that were
 * in force when the act was received. See ratified_standing() (SQL).
 */
type VerifiedStanding = z.infer<typeof Standing>;

const STANDING = `
  select
    unratified_rules() is null as rules,
    coalesce(approval_is_simulated(l.release_code::text, l.packet_tree_sha256), false) as simulated,
    coalesce(s.president::int, 0) as president, coalesce(s.president_needed, 1) as president_needed,
    coalesce(s.council::int, 0) as council, coalesce(s.council_needed, 1) as council_needed,
    coalesce(s.any::int, 0) as any, coalesce(s.any_needed, 1) as any_needed,
    coalesce(s.signatures::int, 0) as signatures, coalesce(s.confirmed, false) as confirmed, ratification_counts(l.release_code::text) as ok
  from governance_release l
  left join approval_requests r on r.code = l.request_code and r.packet_tree_sha256 = l.packet_tree_sha256
    and r.subject = 'release:' || l.release_code
  left join lateral ratified_standing(r.code::text) s on true
  where l.release_code::text = $1`;

/** Reads it, in the transaction of the session: afterwards only what verifies counts there. */
export async function verifiedStanding(session: ReadSession, release: string, trust: Trust): Promise<VerifiedStanding> {
  await countVerified(session, trust);
  return parseRow(Standing, await session.query(STANDING, [release]));
}
