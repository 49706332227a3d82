import { OneRoofError } from '../../../contract/errors.ts';
import type { ProductionSession } from '../../../database/sessions/session.ts';
import type { Trust } from '../read-trust.ts';
import type { SignatureProblem } from '../../../signing/signature-problem.ts';
import { verifySshSignature } from '../../../signing/ssh/ssh-signature.ts';
import { verifyAct } from '../../../signing/verify-act.ts';
import { withConstraintErrors, sentBefore } from '../../errors/constraint-error.ts';
import type { Signing } from './signing.ts';

/** The proof of an act as its row keeps it; a session leaves nothing but its name. */
export interface Proven {
  method: 'passkey' | 'ssh' | 'session' | 'password';
  statement: string | null;
  /** An OpenSSH line; empty where no key signed. */
  publicKey: string;
  assertion: Record<string, unknown>;
  reauthentication: Record<string, unknown> | null;
}

/** By a session alone: whether that counts, the policy says (votes_by_session, SQL). */
export const BY_SESSION: Proven = {
  method: 'session',
  statement: null,
  publicKey: '',
  assertion: {},
  reauthentication: null,
};

/** The signature is good, and the trust file does not say yet whose it is: it is kept, and counts once the file does. */
const KEPT: readonly SignatureProblem[] = ['key_unpinned', 'key_expired', 'key_shared', 'trust_unreadable'];

/**
 * Reads the proof by SSH: a statement and what `ssh-keygen -Y sign -n one-roof` made of it.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if the signature does not verify.
 */
export function sshProof(
  { request }: Signing,
  { statement, signature }: { statement: string; signature: string },
): Proven {
  const verified = verifySshSignature(signature, statement);
  if (verified.ok)
    return { method: 'ssh', statement, publicKey: verified.key.line, assertion: { signature }, reauthentication: null };
  const { problem, expected, found } = verified;
  throw new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The signature does not verify', {
    subject: request.code,
    expected,
    found,
    fix: 'Write the statement anew, sign that file, and send both: `one-roof request statement`.',
    problem,
  });
}

/**
 * Insists that a proof is of this act, for this database, by a key that is or may become this person's.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if it does not verify, ONE_ROOF_PRECONDITION_FAILED if the request has expired.
 */
export async function requireProof(
  { request, signer, planned, environment }: Signing,
  proven: Proven,
  trust: Trust,
): Promise<void> {
  const now = new Date();
  if (now > new Date(request.expires_at)) throw expired(request);
  const verdict = await verifyAct(
    {
      act: planned.act,
      request_code: request.code,
      revision: request.revision,
      revision_digest: request.revision_digest,
      packet_tree_sha256: request.packet_tree_sha256,
      plan_digest: request.plan_digest,
      expires_at: request.expires_at,
      environment,
      choice: planned.act === 'vote' ? planned.choice : null,
      rationale: planned.act === 'vote' ? planned.rationale : null,
      covers: planned.act === 'permit' ? planned.covers : null,
      meaning: planned.act === 'sign' ? planned.meaning : null,
      signer: signer.person,
      signer_user: signer.user,
      method: proven.method,
      signed_at: now.toISOString(),
      public_key: proven.publicKey === '' ? null : proven.publicKey,
      assertion: proven.assertion,
      statement: proven.statement,
    },
    trust,
    now,
  );
  // A run permit is for now: one that does not count yet would only stand in the way of one that does.
  if (verdict.ok || (planned.act !== 'permit' && KEPT.includes(verdict.problem))) return;
  const { problem, expected, found, fix } = verdict;
  throw new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The signature does not verify', {
    subject: request.code,
    expected,
    found,
    fix,
    problem,
  });
}

function expired({ code, expires_at }: Signing['request']): OneRoofError {
  return new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `Request ${code} is expired`, {
    subject: code,
    expected: `an answer until ${new Date(expires_at).toISOString()}`,
    found: 'one that comes later',
    fix: 'Its proposer can file it again.',
  });
}

/** Writes that a request is confirmed by its proposer, signed. */
export async function keepConfirmation(
  session: ProductionSession,
  { request, signer }: Signing,
  proven: Proven,
): Promise<void> {
  await withConstraintErrors(
    () =>
      session.query(
        `select keep_confirmation(p_code => $1, p_revision => $2, p_revision_digest => $3, p_signer => $4, p_method => $5,
           p_statement => $6, p_public_key => $7, p_assertion => $8, p_by => $9)`,
        [
          request.code,
          request.revision,
          request.revision_digest,
          signer.user,
          proven.method,
          proven.statement,
          proven.publicKey,
          JSON.stringify(proven.assertion),
          `directus:${signer.user}`,
        ],
      ),
    `The confirmation of ${request.code}`,
    sentBefore('confirmation', request.code),
  );
}
