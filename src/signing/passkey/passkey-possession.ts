import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Base64Url } from './passkey-challenge.ts';
import type { Passkey } from './passkey-registration.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Refused } from '../signature-problem.ts';
import { refused, saidBy } from '../signature-problem.ts';

/** An assertion as navigator.credentials.get() returns it, as JSON. */
const Assertion = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
  response: z.object({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url }),
});

/** The challenge that a passkey answers to be enrolled: made of the nonce of its registration, and of no use for anything else. */
function possessionChallenge(nonce: string): string {
  return createHash('sha256').update(`one-roof enrol\n${nonce}`).digest('base64url');
}

/** Options of the browser for the assertion that proves possession. The browser adds the id of the passkey that it has just made. */
export function possessionOptions(party: RelyingParty, nonce: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: new Uint8Array(Buffer.from(possessionChallenge(nonce), 'base64url')),
    userVerification: 'required',
    allowCredentials: [],
  });
}

/**
 * Verifies that whoever registers a passkey can sign with it. A registration without attestation carries a public key, and
 * proves nothing about the private one: anybody could enrol the key of somebody else.
 *
 * @returns the counter that the passkey has now.
 */
export async function verifyPossession(
  party: RelyingParty,
  response: unknown,
  nonce: string,
  { id, cose, counter }: Pick<Passkey, 'id' | 'cose' | 'counter'>,
): Promise<{ ok: true; counter: number } | Refused> {
  const expected = 'an assertion by the passkey itself, made for this registration';
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: Assertion.parse(response),
      expectedChallenge: possessionChallenge(nonce),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id, publicKey: new Uint8Array(Buffer.from(cose, 'base64url')), counter },
    });
    if (verified && authenticationInfo.credentialID === id) return { ok: true, counter: authenticationInfo.newCounter };
    return refused('signature_invalid', expected, 'one by another key', 'Enrol a passkey that you hold.');
  } catch (error) {
    return refused('signature_invalid', expected, saidBy(error), 'Enrol a passkey that you hold.');
  }
}
