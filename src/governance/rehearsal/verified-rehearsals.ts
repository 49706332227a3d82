import { z } from 'zod';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import type { Refused } from '../../signing/signature-problem.ts';
import { judgeRehearsal } from './judge-rehearsal.ts';

const KeptRehearsal = z.object({
  packet: z.string(),
  statement: z.string(),
  signature: z.string(),
  performed_on: z.string(),
  production: z.string(),
  row_digest: z.string(),
});

/** A rehearsal that the database keeps; `problem` is null where it counts. */
export interface VerifiedRehearsal {
  packet: string;
  /** The clone, as the row says. */
  database: string;
  digest: string;
  problem: Refused | null;
}

const KEPT = `
  select coalesce(jsonb_agg(jsonb_build_object(
    'packet', packet_tree_sha256, 'statement', statement, 'signature', signature, 'performed_on', performed_on,
    'production', environment_name(), 'row_digest', row_digest(h)) order by id), '[]') as kept
  from governance_rehearsal h`;

/** Judges every rehearsal that is kept. Which count in a transaction, countVerified() says to the database. */
export async function verifiedRehearsals(session: ReadSession, trust: Trust): Promise<VerifiedRehearsal[]> {
  const { kept } = parseRow(z.object({ kept: z.array(KeptRehearsal) }), await session.query(KEPT));
  const now = new Date();
  return kept.map(({ packet, production, performed_on: database, row_digest: digest, ...evidence }) => {
    const judged = judgeRehearsal(evidence, { packet, production }, trust, now);
    return { packet, database, digest, problem: judged.ok ? null : judged };
  });
}
