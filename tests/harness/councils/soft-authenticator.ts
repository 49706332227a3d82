import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Deviations of a device from what it should do when it is asked. */
interface Behaviour {
  /** Origin of the page that asks. Defaults to the origin of the authenticator. */
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  crossOrigin?: boolean;
  userPresent?: boolean;
  userVerified?: boolean;
  counter?: number;
  /** A passkey that belongs to somebody else, who signs instead. */
  signedBy?: SoftAuthenticator;
}

const FLAGS = { userPresent: 0x01, userVerified: 0x04, backedUp: 0x18, attestedCredential: 0x40 };

const sha256 = (value: Buffer | string): Buffer => createHash('sha256').update(value).digest();

/**
 * An authenticator without a device: real keys, real WebAuthn registrations (attestation none) and assertions, as a browser would
 * return them as JSON. It does as it is told, so it can also make what no honest one makes.
 */
export class SoftAuthenticator {
  readonly id = randomBytes(32).toString('base64url');
  readonly #algorithm: 'ES256' | 'EdDSA';
  readonly #origin: string;
  readonly #synced: boolean;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  #counter = 0;

  /** @param origin where its browser is. A synced passkey does not count its signatures; a copy has the key of another one, and an id of its own. */
  constructor(
    algorithm: 'ES256' | 'EdDSA',
    origin: string,
    { synced = false, copyOf = null as SoftAuthenticator | null } = {},
  ) {
    const pair =
      algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
    this.#privateKey = copyOf === null ? pair.privateKey : copyOf.#privateKey;
    this.#publicKey = copyOf === null ? pair.publicKey : copyOf.#publicKey;
    this.#algorithm = algorithm;
    this.#origin = origin;
    this.#synced = synced;
  }

  /** The public key in COSE (RFC 9052), as registrations have it. */
  cosePublicKey(): Buffer {
    const { x = '', y = '' } = this.#publicKey.export({ format: 'jwk' });
    const [first, second] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
    // {1: 2, 3: -7, -1: 1, -2: x, -3: y} and {1: 1, 3: -8, -1: 6, -2: x}
    return this.#algorithm === 'ES256'
      ? Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), first, Buffer.from('225820', 'hex'), second])
      : Buffer.concat([Buffer.from('a4010103272006215820', 'hex'), first]);
  }

  /** Answers as navigator.credentials.create() does. */
  register(options: { challenge: string; rp: { id?: string } }, behaviour: Behaviour = {}) {
    const length = Buffer.from([0, Buffer.from(this.id, 'base64url').length]);
    const credential = Buffer.concat([
      Buffer.alloc(16),
      length,
      Buffer.from(this.id, 'base64url'),
      this.cosePublicKey(),
    ]);
    const data = this.#authenticatorData(options.rp.id, FLAGS.attestedCredential, behaviour, credential);
    const size = Buffer.alloc(2);
    size.writeUInt16BE(data.length);
    // {fmt: "none", attStmt: {}, authData: …}
    const attestation = Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      Buffer.from([0x59]),
      size,
      data,
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options.challenge, behaviour).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** Answers as navigator.credentials.get() does. */
  assert(options: { challenge: string; rpId?: string }, behaviour: Behaviour = {}) {
    if (!this.#synced) this.#counter += 1;
    const data = this.#authenticatorData(options.rpId, 0, behaviour);
    const client = this.#clientData('webauthn.get', options.challenge, behaviour);
    const signature = (behaviour.signedBy ?? this).#sign(Buffer.concat([data, sha256(client)]));
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key' as const,
      clientExtensionResults: {},
      response: {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      },
    };
  }

  #authenticatorData(
    rpId: string | undefined,
    flags: number,
    behaviour: Behaviour,
    credential = Buffer.alloc(0),
  ): Buffer {
    const flagged =
      flags |
      ((behaviour.userPresent ?? true) ? FLAGS.userPresent : 0) |
      ((behaviour.userVerified ?? true) ? FLAGS.userVerified : 0) |
      (this.#synced ? FLAGS.backedUp : 0);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(behaviour.counter ?? this.#counter);
    return Buffer.concat([sha256(behaviour.rpId ?? rpId ?? ''), Buffer.from([flagged]), counter, credential]);
  }

  #clientData(type: string, challenge: string, behaviour: Behaviour): Buffer {
    const { origin = this.#origin, crossOrigin = false } = behaviour;
    return Buffer.from(
      JSON.stringify({
        type: behaviour.type ?? type,
        challenge: behaviour.challenge ?? challenge,
        origin,
        crossOrigin,
      }),
    );
  }

  #sign(bytes: Buffer): Buffer {
    return sign(this.#algorithm === 'ES256' ? 'sha256' : null, bytes, this.#privateKey);
  }
}
