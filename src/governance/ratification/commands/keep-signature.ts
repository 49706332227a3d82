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
        `select keep_signature(p_code => $1, p_revision_digest => $2, p_signer => $3, p_first_name => $4, p_last_name => $5,
           p_email => $6, p_printed_name => $7, p_meaning => $8, p_method => $9, p_statement => $10, p_public_key => $11,
           p_assertion => $12, p_reauthentication => $13, p_ip => $14, p_by => $15)`,
        [
          code,
          revision_digest,
          signer.user,
          signer.first_name,
          signer.last_name,
          signer.email,
          printedName,
          meaning,
          method,
          statement,
          publicKey === '' ? null : publicKey,
          JSON.stringify(assertion),
          reauthentication === null ? null : JSON.stringify(reauthentication),
          ip,
          createdBy,
        ],
      ),
    `The signature on ${code}`,
    sentBefore('signature', code),
  );
}
