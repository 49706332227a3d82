import type { ProductionSession } from '../../../database/sessions/session.ts';
import { withConstraintErrors, sentBefore } from '../../errors/constraint-error.ts';
import type { Proven } from './prove-act.ts';
import type { Signing } from './signing.ts';

/** Keeps a sovereign signature, which requireProof() has verified. Who may sign what, signature_guard (SQL) says. */
export async function keepSignature(
  session: ProductionSession,
  { request, signer, planned }: Signing,
  { method, publicKey, assertion, reauthentication, statement }: Proven,
  { ip, createdBy }: { ip: string | null; createdBy: string },
): Promise<void> {
  const { code, revision_digest } = request;
  const meaning = planned.act === 'sign' ? planned.meaning : '';
  const printedName = `${signer.first_name} ${signer.last_name}`.trim() || signer.email || signer.person;
  await withConstraintErrors(
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
          publicKey === '' ? null : publicKey,
          JSON.stringify(assertion),
          reauthentication === null ? null : JSON.stringify(reauthentication),
        ],
      ),
    `The signature on ${code}`,
    sentBefore('signature', code),
  );
}
