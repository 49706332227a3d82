import { unpinned } from '../../signing/trust/pinned-key.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { refused } from '../../signing/signature-problem.ts';
import type { Refused } from '../../signing/signature-problem.ts';
import { verifySshSignature } from '../../signing/ssh/ssh-signature.ts';
import { parseRehearsal, REHEARSAL_NAMESPACE } from './rehearsal-statement.ts';
import type { Rehearsal } from './rehearsal-statement.ts';

/** Evidence of a rehearsal: its statement, and the signature on it, if anybody signed. */
export interface RehearsalEvidence {
  statement: string;
  signature: string | null;
}

/** Packet and database that evidence must be about to count. */
export interface RehearsedFor {
  packet: string;
  /** environment_name() (SQL) of production. */
  production: string;
}

/** Fix for evidence that does not count because of what it says. */
export const REHEARSE_AGAIN =
  'Rehearse it again and sign that: `one-roof release rehearse PACKET --on CLONE --key FILE`.';

/**
 * Tells whether the evidence of a rehearsal counts: it is signed, by a key that the trust file names now for rehearsals, and is about
 * exactly this packet and this production. Never throws.
 */
export function judgeRehearsal(
  { statement, signature }: RehearsalEvidence,
  { packet, production }: RehearsedFor,
  trust: Trust,
  at: Date,
): { ok: true; rehearsal: Rehearsal } | Refused {
  const rehearsal = parseRehearsal(statement);
  if (rehearsal === null)
    return refused(
      'statement_mismatch',
      'the statement of a rehearsal in its one form',
      'something else',
      REHEARSE_AGAIN,
    );
  const { signer, packet: saidPacket, production: saidProduction } = rehearsal;
  if (saidPacket !== packet)
    return refused('statement_mismatch', `packet: ${packet}`, `packet: ${saidPacket}`, REHEARSE_AGAIN);
  if (saidProduction !== production)
    return refused('statement_mismatch', `production: ${production}`, `production: ${saidProduction}`, REHEARSE_AGAIN);
  if (signature === null) return refused('unsigned', `a signature by ${signer}`, 'none', REHEARSE_AGAIN);
  const verified = verifySshSignature(signature, statement, REHEARSAL_NAMESPACE);
  if (!verified.ok) return { ...verified, fix: REHEARSE_AGAIN };
  return unpinned(trust, signer, verified.key, at, REHEARSAL_NAMESPACE) ?? { ok: true, rehearsal };
}
