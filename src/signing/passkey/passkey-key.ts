import { cose, decodeCredentialPublicKey, isoCBOR } from '@simplewebauthn/server/helpers';
import { authenticatorKeyLine } from '../ssh/ssh-public-key.ts';
import type { SshPublicKey } from '../ssh/ssh-public-key.ts';
import { SshFormatError, SshReader } from '../ssh/ssh-wire.ts';

/** ES256 (ECDSA on P-256 with SHA-256) and EdDSA (Ed25519): the two that OpenSSH can write down. */
export const PASSKEY_ALGORITHMS = [cose.COSEALG.ES256, cose.COSEALG.EdDSA];

const COORDINATE = 32;

/**
 * The public key of a passkey (COSE, RFC 9052) as the line that pins it: `sk-…@openssh.com BASE64`, for the relying party.
 *
 * @throws SshFormatError for a key of another algorithm or curve.
 */
export function passkeyLine(publicKey: Uint8Array, relyingPartyId: string): string {
  const key = decodeCredentialPublicKey(new Uint8Array(publicKey));
  const algorithm = key.get(cose.COSEKEYS.alg);
  if (
    cose.isCOSEPublicKeyEC2(key) &&
    algorithm === cose.COSEALG.ES256 &&
    key.get(cose.COSEKEYS.crv) === cose.COSECRV.P256
  ) {
    const point = [coordinate(key.get(cose.COSEKEYS.x)), coordinate(key.get(cose.COSEKEYS.y))];
    return authenticatorKeyLine('nistp256', Buffer.concat([Buffer.from([4]), ...point]), relyingPartyId);
  }
  if (
    cose.isCOSEPublicKeyOKP(key) &&
    algorithm === cose.COSEALG.EdDSA &&
    key.get(cose.COSEKEYS.crv) === cose.COSECRV.ED25519
  ) {
    return authenticatorKeyLine('ed25519', coordinate(key.get(cose.COSEKEYS.x)), relyingPartyId);
  }
  throw new SshFormatError(`the passkey is of algorithm ${String(algorithm)}: ES256 (-7) and EdDSA (-8) can be pinned`);
}

/** The same key in COSE, for a library that wants it so. @throws SshFormatError for a key that is no passkey. */
export function passkeyCose(key: SshPublicKey): Uint8Array<ArrayBuffer> {
  if (key.application === null) throw new SshFormatError('the key does not live in an authenticator');
  const reader = new SshReader(Buffer.from(key.line.split(' ')[1] ?? '', 'base64'));
  reader.name();
  const { kty, alg, crv, x, y } = cose.COSEKEYS;
  if (key.algorithm.kind === 'ed25519') {
    return encode([
      [kty, cose.COSEKTY.OKP],
      [alg, cose.COSEALG.EdDSA],
      [crv, cose.COSECRV.ED25519],
      [x, new Uint8Array(reader.string())],
    ]);
  }
  reader.name();
  const point = new Uint8Array(reader.string());
  return encode([
    [kty, cose.COSEKTY.EC2],
    [alg, cose.COSEALG.ES256],
    [crv, cose.COSECRV.P256],
    [x, point.slice(1, COORDINATE + 1)],
    [y, point.slice(COORDINATE + 1)],
  ]);
}

function encode(entries: [number, number | Uint8Array][]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(isoCBOR.encode(new Map<string | number, number | Uint8Array>(entries)));
}

function coordinate(bytes: Uint8Array | undefined): Buffer {
  if (bytes?.length !== COORDINATE) throw new SshFormatError('a coordinate of the key does not have 32 bytes');
  return Buffer.from(bytes);
}
