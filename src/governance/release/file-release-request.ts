import { z } from 'zod';
import type { ProductionSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Rehearsal } from '../rehearsal/rehearsal-statement.ts';
import type { ReleasePacket } from './packet/read-packet.ts';

/** The request for a release: its title, proposer and term. */
export interface ReleaseRequest {
  /** The code of the request; null: the code of the release with `APR-` before it, and a number where that is taken. */
  code: string | null;
  title: string;
  /** The Directus user who asks, by e-mail. */
  proposer: string;
  days: number;
}

const Filed = z.object({ code: z.string(), revision_digest: z.string(), status: z.string() });
/** A request that was filed: with the digest that is voted on and signed, and how it stands at once. */
export type FiledRequest = z.infer<typeof Filed>;

/** Files the request for exactly this packet, with the rehearsals of it that count. */
export async function fileReleaseRequest(
  session: ProductionSession,
  packet: ReleasePacket,
  rehearsals: readonly Rehearsal[],
  { code, title, proposer, days }: ReleaseRequest & { code: string },
  actor: string,
): Promise<FiledRequest> {
  const outcome = await session.query(
    `select * from file_request(
       p_code => $1, p_subject => 'release:' || $2, p_action => 'modify', p_action_code => 'authorize_build_step', p_title => $3,
       p_proposed_action => $4, p_evidence => $5, p_packet => $6, p_plan => $7, p_priority => 'high',
       p_proposer => require_user($8), p_expires => now() + make_interval(days => $9), p_by => $10)`,
    [
      code,
      packet.release,
      title,
      JSON.stringify({
        release: packet.release,
        kind: packet.manifest.kind,
        steps: packet.manifest.tiers.map(({ tier }) => tier),
        from: packet.manifest.from,
        to: packet.manifest.to,
        changes: packet.changes,
      }),
      JSON.stringify({ rehearsals, fingerprint: packet.manifest.fingerprint }),
      packet.packetTree,
      packet.planSha256,
      proposer,
      days,
      actor,
    ],
  );
  return parseRow(Filed, outcome);
}
