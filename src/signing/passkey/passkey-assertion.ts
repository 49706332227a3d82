import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { isDerSignature } from './der-signature.ts';
import { Base64Url, passkeyChallenge, SigningRound } from './passkey-challenge.ts';
import { passkeyCose } from './passkey-key.ts';
import type { Passkey } from './passkey-registration.ts';
import { isOriginOf } from './relying-party.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Refused } from '../signature-problem.ts';
import { refused, saidBy } from '../signature-problem.ts';
import type { SshPublicKey } from '../ssh/ssh-public-key.ts';
import { parseSshPublicKey } from '../ssh/ssh-public-key.ts';

/** Answer of a browser from navigator.credentials.get(), as JSON. */
const AuthenticationResponse = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url }),
});

/** A signature with a passkey as it is kept: everything that verifying it again takes, without network or database. */
export const StoredPasskey = SigningRound.extend({
  credential_id: Base64Url,
  /** `sk-…@openssh.com BASE64`. */
  public_key: z.string(),
  rp_id: z.string(),
  origin: z.string(),
  client_data_json: Base64Url,
  authenticator_data: Base64Url,
  signature: Base64Url,
});
export type StoredPasskey = z.infer<typeof StoredPasskey>;

type Verified = { ok: true; key: SshPublicKey; counter: number; round: SigningRound } | Refused;

/** Options that the browser needs to sign with one of these passkeys. */
export function authenticationOptions(
  party: RelyingParty,
  round: SigningRound,
  passkeys: readonly Pick<Passkey, 'id' | 'transports'>[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: new Uint8Array(Buffer.from(passkeyChallenge(round), 'base64url')),
    userVerification: 'required',
    allowCredentials: passkeys.map(({ id, transports }) => ({ id, transports })),
  });
}

/**
 * Verifies what the browser returned, at the time of signing, against the passkey that was enrolled. The caller consumes the
 * nonce and keeps the counter, in the transaction that keeps the signature.
 *
 * @returns what to keep, and the counter that the passkey has now.
 */
export async function verifyAssertion(
  party: RelyingParty,
  round: SigningRound,
  response: unknown,
  passkey: Pick<Passkey, 'id' | 'publicKey' | 'counter'>,
  at: Date,
): Promise<{ ok: true; stored: StoredPasskey; counter: number } | Refused> {
  const parsed = AuthenticationResponse.safeParse(response);
  if (!parsed.success)
    return refused('signature_unreadable', 'what navigator.credentials.get() returns', saidBy(parsed.error));
  const { id, response: signed } = parsed.data;
  if (id !== passkey.id) return refused('key_mismatch', 'the passkey that was asked for', 'another one');
  if (at > new Date(round.expires))
    return refused('signed_too_late', `a signature until ${round.expires}`, `one at ${at.toISOString()}`);
  const stored: StoredPasskey = {
    ...round,
    credential_id: id,
    public_key: passkey.publicKey,
    rp_id: party.id,
    origin: party.origin,
    client_data_json: signed.clientDataJSON,
    authenticator_data: signed.authenticatorData,
    signature: signed.signature,
  };
  const verified = await verifyBytes(stored, passkey.counter);
  return verified.ok ? { ok: true, stored, counter: verified.counter } : verified;
}

/** Verifies a signature that was kept, from its bytes alone. */
export async function verifyStoredPasskey(stored: unknown): Promise<Verified> {
  const parsed = StoredPasskey.safeParse(stored);
  // What the counter was before, nobody can tell any more: it was compared when the signature was made.
  return parsed.success
    ? verifyBytes(parsed.data, 0)
    : refused('signature_unreadable', 'a passkey signature as it is kept', saidBy(parsed.error));
}

async function verifyBytes(stored: StoredPasskey, counterBefore: number): Promise<Verified> {
  try {
    const key = parseSshPublicKey(stored.public_key);
    if (key.application !== stored.rp_id || !isOriginOf(stored.origin, stored.rp_id))
      return refused(
        'signature_invalid',
        `a passkey for ${stored.rp_id}, used there`,
        `one for ${key.application ?? 'SSH'}, used on ${stored.origin}`,
      );
    if (key.algorithm.kind === 'ecdsa' && !isDerSignature(Buffer.from(stored.signature, 'base64url')))
      return refused('signature_invalid', 'an ECDSA signature in DER', 'one in another form');
    if (isCrossOrigin(stored))
      return refused('signature_invalid', 'a page of its own', 'a page inside a page of another origin');
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: stored.credential_id,
        rawId: stored.credential_id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: stored.client_data_json,
          authenticatorData: stored.authenticator_data,
          signature: stored.signature,
        },
      },
      expectedChallenge: passkeyChallenge(stored),
      expectedOrigin: stored.origin,
      expectedRPID: stored.rp_id,
      requireUserVerification: true,
      // An authenticator that counts counts upwards; 0 and 0 is one that does not count, as synced passkeys are.
      credential: { id: stored.credential_id, publicKey: passkeyCose(key), counter: counterBefore },
    });
    if (verified) return { ok: true, key, counter: authenticationInfo.newCounter, round: stored };
    return refused(
      'signature_invalid',
      'a signature by this passkey',
      `one of something else, or by another than ${key.fingerprint}`,
    );
  } catch (error) {
    return refused(
      'signature_invalid',
      'this statement, signed by this passkey after its owner was verified',
      saidBy(error),
    );
  }
}

/** A page that another origin shows inside its own could be hidden under something harmless. */
function isCrossOrigin({ client_data_json }: StoredPasskey): boolean {
  const client = z
    .object({ crossOrigin: z.boolean().optional() })
    .parse(JSON.parse(Buffer.from(client_data_json, 'base64url').toString('utf8')));
  return client.crossOrigin === true;
}
