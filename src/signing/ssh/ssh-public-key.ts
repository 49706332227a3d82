import { createHash, createPublicKey } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { decodeBase64, SshFormatError, SshReader, sshString } from './ssh-wire.ts';

/** The curves of ECDSA: their name in SSH and in JWK, the length of a coordinate, the digest that goes with them. */
const CURVES = {
  nistp256: { jwk: 'P-256', size: 32, hash: 'sha256' },
  nistp384: { jwk: 'P-384', size: 48, hash: 'sha384' },
  nistp521: { jwk: 'P-521', size: 66, hash: 'sha512' },
} as const;
type Curve = keyof typeof CURVES;

type SshKeyKind = { kind: 'ed25519' } | { kind: 'ecdsa'; size: number; hash: string } | { kind: 'rsa' };

/** A public key as OpenSSH writes it. */
export interface SshPublicKey {
  /** Such as `ssh-ed25519`. */
  type: string;
  algorithm: SshKeyKind;
  key: KeyObject;
  /** For a key that lives in an authenticator: what it is for. A passkey's is the id of its relying party. */
  application: string | null;
  /** `TYPE BASE64`, without a comment: the one name of the key. */
  line: string;
  /** `SHA256:…`, as ssh-keygen -l shows it. */
  fingerprint: string;
}

const MIN_RSA_BITS = 2048;
const MAX_RSA_BITS = 16_384;

/**
 * Reads `TYPE BASE64`, the comment left out.
 *
 * @throws SshFormatError for anything but a key that we verify signatures with; certificates, DSA and short RSA keys are none.
 */
export function parseSshPublicKey(line: string): SshPublicKey {
  const [type, base64, ...more] = line.split(' ');
  if (base64 === undefined || more.length > 0) throw new SshFormatError('a public key is its type and its base64');
  const key = readSshPublicKey(decodeBase64(base64));
  if (key.type !== type) throw new SshFormatError('the key is of another type than the line says');
  return key;
}

/** Reads the bytes of a public key. @throws SshFormatError as parseSshPublicKey(). */
export function readSshPublicKey(blob: Buffer): SshPublicKey {
  const reader = new SshReader(blob);
  const type = reader.name();
  const { algorithm, jwk } = readKey(reader, type);
  const application = type.startsWith('sk-') ? reader.string().toString('utf8') : null;
  reader.end();
  const key = toKeyObject(jwk);
  if (algorithm.kind === 'rsa') requireStrongRsa(key);
  const fingerprint = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return {
    type,
    algorithm,
    key,
    application,
    line: `${type} ${blob.toString('base64')}`,
    fingerprint: `SHA256:${fingerprint}`,
  };
}

/** The public key line of a key in an authenticator. `point` is the key (Ed25519), or 04 ‖ x ‖ y (P-256). */
export function authenticatorKeyLine(kind: 'ed25519' | 'nistp256', point: Buffer, application: string): string {
  const type = kind === 'ed25519' ? 'sk-ssh-ed25519@openssh.com' : 'sk-ecdsa-sha2-nistp256@openssh.com';
  const parts = [type, ...(kind === 'nistp256' ? [kind] : []), point, application];
  return `${type} ${Buffer.concat(parts.map(sshString)).toString('base64')}`;
}

function readKey(reader: SshReader, type: string): { algorithm: SshKeyKind; jwk: JsonWebKey } {
  switch (type) {
    case 'ssh-ed25519':
    case 'sk-ssh-ed25519@openssh.com':
      return {
        algorithm: { kind: 'ed25519' },
        jwk: { kty: 'OKP', crv: 'Ed25519', x: reader.string().toString('base64url') },
      };
    case 'ecdsa-sha2-nistp256':
    case 'sk-ecdsa-sha2-nistp256@openssh.com':
      return readPoint(reader, 'nistp256');
    case 'ecdsa-sha2-nistp384':
      return readPoint(reader, 'nistp384');
    case 'ecdsa-sha2-nistp521':
      return readPoint(reader, 'nistp521');
    case 'ssh-rsa': {
      const e = reader.integer().toString('base64url');
      return { algorithm: { kind: 'rsa' }, jwk: { kty: 'RSA', n: reader.integer().toString('base64url'), e } };
    }
    default:
      throw new SshFormatError(
        type.includes('-cert-') ? 'certificates are not accepted' : `keys of type ${type || '(none)'} are not accepted`,
      );
  }
}

function readPoint(reader: SshReader, curve: Curve): { algorithm: SshKeyKind; jwk: JsonWebKey } {
  const { jwk, size, hash } = CURVES[curve];
  if (reader.name() !== curve) throw new SshFormatError('the key is on another curve than its type says');
  const point = reader.string();
  if (point.length !== 2 * size + 1 || point[0] !== 4) throw new SshFormatError('the key is not an uncompressed point');
  const [x, y] = [point.subarray(1, size + 1), point.subarray(size + 1)].map((half) => half.toString('base64url'));
  return { algorithm: { kind: 'ecdsa', size, hash }, jwk: { kty: 'EC', crv: jwk, x: x ?? '', y: y ?? '' } };
}

function toKeyObject(jwk: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new SshFormatError('the key parameters are invalid');
  }
}

function requireStrongRsa(key: KeyObject): void {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (modulusLength < MIN_RSA_BITS || modulusLength > MAX_RSA_BITS)
    throw new SshFormatError(`an RSA key has ${MIN_RSA_BITS} to ${MAX_RSA_BITS} bits, this one ${modulusLength}`);
  if (publicExponent < 3n) throw new SshFormatError('the exponent of the RSA key is too small');
}
