import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SealError } from '../seal-error.ts';

/** A signed message: a DSSE envelope (secure-systems-lab/dsse, protocol 1.0). What is signed are the bytes themselves. */
export interface Envelope {
  payloadType: string;
  /** Base64. */
  payload: string;
  signatures: { keyid: string; sig: string }[];
}

/** A larger envelope is refused. */
const MAX_ENVELOPE = 16 * 1024 * 1024;

/** The bytes that are signed: `PAE(type, body)`, in which neither can be taken for a part of the other. */
export function preAuthenticationEncoding(type: string, body: Buffer): Buffer {
  const typeBytes = Buffer.from(type, 'utf8');
  return Buffer.concat([Buffer.from(`DSSEv1 ${typeBytes.length} `), typeBytes, Buffer.from(` ${body.length} `), body]);
}

/** Names a key: sha256 of its public half in DER (SPKI). Only a hint for verifiers. */
function keyId(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** @throws SealError for anything but an Ed25519 private key in PEM. */
export function readPrivateKey(pem: string): KeyObject {
  return requireEd25519(
    () => createPrivateKey(pem),
    'an Ed25519 private key in PEM (openssl genpkey -algorithm ed25519)',
  );
}

/** @throws SealError for anything but an Ed25519 public key in PEM. */
export function readPublicKey(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY'))
    throw new SealError('this is a private key', {
      expected: 'the public key (openssl pkey -pubout)',
      found: 'a private one',
    });
  return requireEd25519(() => createPublicKey(pem), 'an Ed25519 public key in PEM (openssl pkey -pubout)');
}

function requireEd25519(read: () => KeyObject, expected: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new SealError('the key cannot be read', { expected, found: 'something else' });
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new SealError('the key is of another kind', { expected, found: key.asymmetricKeyType ?? 'an unknown kind' });
}

/** Signs bytes with Ed25519, once per key. */
export function signEnvelope(payloadType: string, body: Buffer, keys: readonly KeyObject[]): Envelope {
  const signed = preAuthenticationEncoding(payloadType, body);
  return {
    payloadType,
    payload: body.toString('base64'),
    signatures: keys.map((key) => ({ keyid: keyId(key), sig: sign(null, signed, key).toString('base64') })),
  };
}

/**
 * Verifies an envelope: at least `threshold` different keys of those that are trusted signed exactly these bytes as this type.
 * `keyid` decides nothing; every trusted key is tried on every signature.
 *
 * @returns the body, and the ids of the keys that signed it; null where too few did.
 */
export function verifyEnvelope(
  envelope: Envelope,
  trusted: readonly KeyObject[],
  threshold = 1,
): { body: Buffer; keys: string[] } | null {
  if (!Number.isInteger(threshold) || threshold < 1)
    throw new SealError('the threshold is not a number of keys', { expected: 'at least 1', found: String(threshold) });
  const body = decodeBase64(envelope.payload, 'payload');
  const signed = preAuthenticationEncoding(envelope.payloadType, body);
  const signatures = envelope.signatures.map(({ sig }) => decodeBase64(sig, 'sig'));
  const accepted = new Map(
    trusted
      .filter((key) => signatures.some((signature) => verify(null, signed, key, signature)))
      .map((key) => [keyId(key), key]),
  );
  return accepted.size < threshold ? null : { body, keys: [...accepted.keys()] };
}

/**
 * Reads an envelope from JSON.
 *
 * @throws SealError for anything else.
 */
export function readEnvelope(json: string): Envelope {
  const fault = (expected: string) =>
    new SealError('this is not a DSSE envelope', {
      expected,
      found: json.length > MAX_ENVELOPE ? 'a huge file' : 'something else',
    });
  if (json.length > MAX_ENVELOPE) throw fault(`at most ${MAX_ENVELOPE} bytes`);
  const value = parseObject(json);
  const { payload, payloadType, signatures } = value ?? {};
  if (typeof payload !== 'string' || typeof payloadType !== 'string' || !Array.isArray(signatures)) {
    throw fault('a JSON object with payload, payloadType and signatures');
  }
  const read = signatures.map((one: unknown) => {
    if (!isObject(one) || typeof one['sig'] !== 'string') throw fault('a sig in every signature');
    return { keyid: typeof one['keyid'] === 'string' ? one['keyid'] : '', sig: one['sig'] };
  });
  if (read.length === 0) throw fault('at least one signature');
  decodeBase64(payload, 'payload');
  return { payloadType, payload, signatures: read };
}

export function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Base64, standard or URL-safe, as DSSE allows; nothing else in it, and every bit said: another text never means the same bytes. */
function decodeBase64(text: string, what: string): Buffer {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Buffer.from(standard, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') === standard.replace(/={0,2}$/, '')) return bytes;
  throw new SealError(`${what} of the envelope is not base64`, { expected: 'base64', found: 'something else' });
}
