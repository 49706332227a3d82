import { OneRoofError } from '../../../contract/errors.ts';
import type { CommandData } from '../../../contract/commands.ts';
import type { Session } from '../../../database/session.ts';
import { enrolledPasskeys } from '../own-passkeys.ts';
import type { EnrolledPasskey } from '../own-passkeys.ts';
import { authenticationOptions, verifyAssertion } from '../passkey-assertion.ts';
import type { SigningRound } from '../passkey-challenge.ts';
import type { RelyingParty } from '../relying-party.ts';
import { openChallenge, takeChallenge } from './challenges.ts';
import type { Challenge } from './challenges.ts';
import type { SignatureProof } from './keep-signature.ts';
import type { Signing } from './signing.ts';

/** The passkeys with which a person could sign here. @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if there are none. */
async function usablePasskeys(session: Session, user: string, party: RelyingParty): Promise<EnrolledPasskey[]> {
  const usable = (await enrolledPasskeys(session, user)).filter(({ revoked_at, rp_id }) => revoked_at === null && rp_id === party.id);
  if (usable.length > 0) return usable;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', 'There is no passkey to sign with', {
    expected: `a passkey enrolled on ${party.origin}`,
    found: 'none',
    fix: 'Enrol one on the page Ratification, and have the trust file name its key.',
  });
}

/** Begins to sign: a nonce, and what the browser needs. */
export async function beginPasskey(session: Session, signing: Signing, party: RelyingParty): Promise<CommandData<'challenge'>> {
  const { request, signer, statement } = signing;
  const passkeys = await usablePasskeys(session, signer.user, party);
  const challenge = await openChallenge(session, 'sign', signer.user, request.revision_digest);
  const keys = passkeys.map(({ credential_id: id, transports }) => ({ id, transports }));
  const options = await authenticationOptions(party, roundOf(signing, challenge), keys);
  return { method: 'passkey', nonce: challenge.nonce, statement, expires_at: challenge.expires_at, options: { ...options } };
}

/**
 * What a passkey proves about a statement; keeps its counter.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED if it does not verify; ONE_ROOF_PRECONDITION_FAILED without an open challenge.
 */
export async function passkeyProof(
  session: Session,
  signing: Signing,
  party: RelyingParty,
  { nonce, response }: { nonce: string; response: Record<string, unknown> },
): Promise<SignatureProof> {
  const challenge = await takeChallenge(session, nonce, signing.signer.user);
  const passkeys = await usablePasskeys(session, signing.signer.user, party);
  const used = passkeys.find(({ credential_id }) => credential_id === response['id']);
  if (used === undefined) throw unverified(signing, 'a passkey of this person', 'another one');
  const passkey = { id: used.credential_id, publicKey: used.ssh_public_key, counter: used.counter };
  const verified = await verifyAssertion(party, roundOf(signing, challenge), response, passkey, new Date());
  if (!verified.ok) throw unverified(signing, verified.expected, verified.found);
  await session.query('update governance_credential set counter = $2 where credential_id = $1', [used.credential_id, verified.counter]);
  return { method: 'passkey', publicKey: used.ssh_public_key, assertion: verified.stored, reauthentication: null };
}

function roundOf({ request, signer, statement }: Signing, { nonce, expires_at: expires }: Challenge): SigningRound {
  return { digest: request.revision_digest, nonce, user: signer.user, expires, statement };
}

function unverified({ request }: Signing, expected: string, found: string): OneRoofError {
  const fix = 'Start again, and sign with the passkey that the page asks for.';
  return new OneRoofError('ONE_ROOF_GUARD_REFUSED', 'The signature does not verify', { subject: request.code, expected, found, fix });
}
