import { OneRoofError } from '../../../contract/errors.ts';
import type { SigningMethod } from '../../../contract/ratification.ts';
import type { Session } from '../../../database/session.ts';
import type { Trust } from '../read-trust.ts';
import type { SignatureProblem } from '../signature-problem.ts';
import { verifySignature } from '../verify-signature.ts';
import { refusingBadRows } from './constraint-error.ts';
import type { Signing } from './signing.ts';

/** What proves that a person signed. */
export interface SignatureProof {
  method: SigningMethod;
  publicKey: string | null;
  assertion: Record<string, unknown>;
  reauthentication: Record<string, unknown> | null;
}

/** The signature is good; the trust file does not yet say whose it is. It is kept, and opens nothing until the file does. */
const KEPT: readonly SignatureProblem[] = ['key_unpinned', 'key_expired', 'key_shared', 'trust_unreadable'];

/**
 * Keeps a signature with all that proves it. One that does not verify is not kept; who may sign what, signature_guard (SQL) says.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if it does not verify.
 */
export async function keepSignature(
  session: Session,
  { request, signer, meaning, statement }: Signing,
  { method, publicKey, assertion, reauthentication }: SignatureProof,
  { trust, ip, createdBy }: { trust: Trust; ip: string | null; createdBy: string },
): Promise<void> {
  const now = new Date();
  const { code, revision, revision_digest, packet_tree_sha256, plan_digest, expires_at } = request;
  const about = { request_code: code, revision, revision_digest, packet_tree_sha256, plan_digest, expires_at };
  const kept = { method, meaning, statement, public_key: publicKey, assertion, signer: signer.person, signer_user: signer.user };
  const verdict = await verifySignature({ ...about, ...kept, signed_at: now.toISOString() }, trust, now);
  if (!verdict.ok && !KEPT.includes(verdict.problem)) {
    const { problem, expected, found, fix } = verdict;
    throw new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The signature does not verify', { subject: code, expected, found, fix, problem });
  }

  const printedName = `${signer.first_name} ${signer.last_name}`.trim() || signer.email || signer.person;
  await refusingBadRows(
    () =>
      session.query(
        `with e as (
           insert into os_proposal_approvals
             (status, first_name, last_name, email, esignature_agreement, signature_type, signature_text, ip_address, created_by)
           values ('signed', $1, $2, $3, true, $4, $5, $6, $7)
           returning id)
         insert into governance_signature
           (signature_id, request_code, revision_digest, signer, signer_user, method, meaning, printed_name, statement, public_key,
            assertion, reauthentication, created_by)
         select e.id, $8, $9, '', $10, $4, $11, $5, $12, $13, $14, $15, $7 from e`,
        [
          signer.first_name,
          signer.last_name,
          signer.email,
          method,
          printedName,
          ip,
          createdBy,
          code,
          revision_digest,
          signer.user,
          meaning,
          statement,
          publicKey,
          JSON.stringify(assertion),
          reauthentication === null ? null : JSON.stringify(reauthentication),
        ],
      ),
    `The signature on ${code}`,
  );
}
