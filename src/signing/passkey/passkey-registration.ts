import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { Base64Url } from './passkey-challenge.ts';
import { PASSKEY_ALGORITHMS, passkeyLine } from './passkey-key.ts';
import type { RelyingParty } from './relying-party.ts';
import type { Refused } from '../signature-problem.ts';
import { refused, saidBy } from '../signature-problem.ts';

/** A passkey that somebody enrolled: what is kept of it. */
export interface Passkey {
  /** The credential id, base64url. */
  id: string;
  /** `sk-…@openssh.com BASE64`: the line that pins it. */
  publicKey: string;
  /** The same key in COSE, base64url, as the browser gave it. */
  cose: string;
  /** How often it has signed; 0 for ever where it is synced between devices. */
  counter: number;
  synced: boolean;
  transports: string[];
}

/** Answer of a browser from navigator.credentials.create(), as JSON. */
const RegistrationResponse = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
  response: z.object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    transports: z.array(z.string()).default([]),
  }),
});

/**
 * Options that the browser needs to make a passkey. The device asks for a PIN, a finger or a face; attestation is not
 * asked for: what makes a passkey count is that it is pinned, not who built the device.
 *
 * @param nonce base64url, made for this registration and consumed by it.
 * @param known ids of passkeys that the person has: one device enrols once.
 */
export function registrationOptions(
  party: RelyingParty,
  user: { id: string; name: string; displayName: string },
  nonce: string,
  known: readonly string[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: 'One-Roof',
    rpID: party.id,
    userID: new TextEncoder().encode(user.id),
    userName: user.name,
    userDisplayName: user.displayName,
    challenge: new Uint8Array(Buffer.from(nonce, 'base64url')),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: PASSKEY_ALGORITHMS,
    excludeCredentials: known.map((id) => ({ id })),
  });
}

/** Verifies what the browser returned. It proves that somebody has the passkey; whose it is, the trust file says. */
export async function verifyRegistration(
  party: RelyingParty,
  response: unknown,
  nonce: string,
): Promise<{ ok: true; passkey: Passkey } | Refused> {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: RegistrationResponse.parse(response),
      expectedChallenge: nonce,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: PASSKEY_ALGORITHMS,
    });
    if (!verified)
      return refused(
        'signature_invalid',
        'a passkey whose attestation verifies',
        'one that does not',
        'Enrol it again.',
      );
    const { credential, credentialDeviceType } = registrationInfo;
    const passkey: Passkey = {
      id: credential.id,
      publicKey: passkeyLine(credential.publicKey, party.id),
      cose: Buffer.from(credential.publicKey).toString('base64url'),
      counter: credential.counter,
      synced: credentialDeviceType === 'multiDevice',
      transports: credential.transports ?? [],
    };
    return { ok: true, passkey };
  } catch (error) {
    return refused(
      'signature_invalid',
      `a passkey made on ${party.origin} for this registration`,
      saidBy(error),
      'Enrol it again.',
    );
  }
}
