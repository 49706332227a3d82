import { OneRoofError } from '../../../contract/errors.ts';
import type { CommandData } from '../../../contract/commands.ts';
import type { Session } from '../../../database/session.ts';
import { burnChallenge, openChallenge, takeChallenge } from './challenges.ts';
import type { SignatureProof } from './keep-signature.ts';
import type { Signing } from './signing.ts';

/** Asks Directus whether this is the person: their password, and the one-time password where they have a second factor. */
export type Reauthenticate = (email: string, password: string, otp: string | undefined) => Promise<{ ok: boolean; why: string }>;

/** Begins to sign: a nonce that is good for one try. @throws OneRoofError ONE_ROOF_TOO_MANY_TRIES */
export async function beginPassword(session: Session, { request, signer, statement }: Signing): Promise<CommandData<'challenge'>> {
  const { nonce, expires_at } = await openChallenge(session, 'reauthenticate', signer.user, request.revision_digest);
  return { method: 'password', nonce, statement, expires_at, options: null };
}

/**
 * What a password proves: that Directus took it, a moment ago. It returns an error, instead of throwing it, where the password is
 * wrong: the transaction is to end well, so that the try counts.
 */
export async function passwordProof(
  session: Session,
  { request, signer }: Signing,
  { nonce, password, otp }: { nonce: string; password: string; otp?: string | undefined },
  reauthenticate: Reauthenticate,
): Promise<SignatureProof | OneRoofError> {
  await takeChallenge(session, nonce, signer.user);
  const { ok, why } = await reauthenticate(signer.email, password, otp);
  const at = new Date().toISOString();
  if (ok) return { method: 'password', publicKey: null, assertion: { nonce }, reauthentication: { at, second_factor: otp !== undefined } };
  await burnChallenge(session, nonce);
  return new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'Directus does not take this password', {
    subject: request.code,
    expected: 'the password of the account, and a one-time password where it has a second factor',
    found: why,
    fix: 'Start again. An account that signs in elsewhere (SSO) signs with a passkey or an SSH key.',
  });
}
