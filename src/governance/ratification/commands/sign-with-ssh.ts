import { OneRoofError } from '../../../contract/errors.ts';
import { verifySshSignature } from '../ssh-signature.ts';
import type { SignatureProof } from './keep-signature.ts';
import type { Signing } from './signing.ts';

/**
 * What an SSH signature proves about a statement.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if it does not verify.
 */
export function sshProof({ request, statement }: Signing, signature: string): SignatureProof {
  const verified = verifySshSignature(signature, statement);
  if (verified.ok) return { method: 'ssh', publicKey: verified.key.line, assertion: { signature }, reauthentication: null };
  const { problem, expected, found } = verified;
  const fix = 'Export the statement anew, with the same meaning, and sign that file: `one-roof request export CODE --statement EMAIL`.';
  throw new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The signature does not verify', {
    subject: request.code,
    expected,
    found,
    fix,
    problem,
  });
}
