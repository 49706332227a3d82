import { OneRoofError } from '../../../contract/errors.ts';
import type { CommandData } from '../../../contract/commands.ts';
import type { ProductionSession } from '../../../database/sessions/session.ts';
import { CHALLENGE_MS, burnChallenge, openChallenge, takeChallenge } from './challenges.ts';
import type { Proven } from './prove-act.ts';
import { statementOf } from './signing.ts';
import type { Signing } from './signing.ts';
import type { Challenge } from './challenges.ts';

/** Asks Directus whether this is the person: their password, and the one-time password where they have a second factor. */
export type Reauthenticate = (
  email: string,
  password: string,
  otp: string | undefined,
) => Promise<{ ok: boolean; why: string }>;

/** Answer of Directus about a password. */
export type Reauthenticated = Awaited<ReturnType<Reauthenticate>>;

/** Begins to sign: a nonce that is good for one try. @throws OneRoofError ONE_ROOF_TOO_MANY_TRIES */
export async function beginPassword(session: ProductionSession, signing: Signing): Promise<CommandData<'challenge'>> {
  const { request, signer } = signing;
  const challenge = await openChallenge(session, 'reauthenticate', signer.user, request.revision_digest);
  const { nonce, expires_at } = challenge;
  return {
    method: 'password',
    nonce,
    statement: passwordStatement(signing, challenge),
    expires_at,
    options: null,
    words_asked: [],
  };
}

/**
 * Proves an act by a password that Directus accepted between beginTry() and this call. No transaction is open while Directus is
 * asked. Returns an error, instead of throwing it, if the password is wrong: the transaction must commit, so that the try counts.
 */
export async function passwordProof(
  session: ProductionSession,
  signing: Signing,
  { nonce, otp }: { nonce: string; otp?: string | undefined },
  { ok, why }: Reauthenticated,
): Promise<Proven | OneRoofError> {
  const { request, signer } = signing;
  const challenge = await takeChallenge(session, nonce, signer.user);
  const at = new Date().toISOString();
  if (ok) {
    const statement = passwordStatement(signing, challenge);
    return {
      method: 'password',
      statement,
      publicKey: '',
      assertion: { nonce },
      reauthentication: { at, second_factor: otp !== undefined },
    };
  }
  await burnChallenge(session, nonce);
  return new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'Directus does not accept this password', {
    subject: request.code,
    expected: 'the password of the account, and a one-time password where it has a second factor',
    found: why,
    fix: 'Start again. An account that signs in elsewhere (SSO) signs with a passkey or an SSH key.',
  });
}

function passwordStatement(signing: Signing, { nonce, expires_at: expires }: Challenge): string {
  return statementOf(signing, { nonce, signed: new Date(new Date(expires).getTime() - CHALLENGE_MS) });
}
