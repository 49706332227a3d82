import { createHash, verify } from 'node:crypto';
import type { Refused } from '../signature-problem.ts';
import { refused, saidBy } from '../signature-problem.ts';
import type { SshPublicKey } from './ssh-public-key.ts';
import { readSshPublicKey } from './ssh-public-key.ts';
import { decodeBase64, SshFormatError, SshReader, sshString } from './ssh-wire.ts';

/** Namespace of our signatures. One that somebody made for git, or for files, is not one of them. */
export const NAMESPACE = 'one-roof';

const MAGIC = 'SSHSIG';
const ARMOR = /^-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]+\n)+)-----END SSH SIGNATURE-----\n?$/;
const USER_PRESENT = 0x01;

/** No signature of a key that we accept is longer. */
const MAX_ARMORED = 16_384;

interface SshSignature {
  key: SshPublicKey;
  namespace: string;
  hash: 'sha256' | 'sha512';
  signature: Buffer;
}

/**
 * Verifies what `ssh-keygen -Y sign -n one-roof` wrote (OpenSSH, PROTOCOL.sshsig). It says that the holder of the key signed
 * exactly this message; whose key it is, the trust file says.
 *
 * @param wanted the namespace that the signature has to be for.
 */
export function verifySshSignature(
  armored: string,
  message: string,
  wanted: string = NAMESPACE,
): { ok: true; key: SshPublicKey } | Refused {
  try {
    const { key, namespace, hash, signature } = readSshSignature(armored);
    if (namespace !== wanted) {
      const fix = `Sign again with ssh-keygen -Y sign -n ${wanted}.`;
      return refused(
        'signature_invalid',
        `a signature for the namespace ${wanted}`,
        `one for ${namespace || '(none)'}`,
        fix,
      );
    }
    const digest = createHash(hash).update(message, 'utf8').digest();
    const signed = Buffer.concat([Buffer.from(MAGIC), ...[namespace, '', hash, digest].map(sshString)]);
    if (verifies(key, signed, signature)) return { ok: true, key };
    return refused(
      'signature_invalid',
      'a signature of this statement by this key',
      `one of something else, or by another key than ${key.fingerprint}`,
    );
  } catch (error) {
    return refused('signature_invalid', 'a signature as ssh-keygen -Y sign writes it', saidBy(error));
  }
}

function readSshSignature(armored: string): SshSignature {
  const base64 = ARMOR.exec(armored.length > MAX_ARMORED ? '' : armored.replaceAll('\r\n', '\n'))?.[1];
  if (base64 === undefined) throw new SshFormatError('it is not between BEGIN SSH SIGNATURE and END SSH SIGNATURE');
  const reader = new SshReader(decodeBase64(base64.replaceAll('\n', '')));
  if (reader.bytes(MAGIC.length).toString('latin1') !== MAGIC)
    throw new SshFormatError('it does not begin with SSHSIG');
  const version = reader.uint32();
  if (version !== 1) throw new SshFormatError(`version ${version} is not known`);
  const key = readSshPublicKey(reader.string());
  const namespace = reader.name();
  // Not part of what is signed: whatever stood here, anybody could have put here.
  if (reader.string().length > 0) throw new SshFormatError('its reserved field is in use');
  const hash = reader.name();
  if (hash !== 'sha256' && hash !== 'sha512')
    throw new SshFormatError(`the digest ${hash || '(none)'} is not accepted`);
  const signature = reader.string();
  reader.end();
  return { key, namespace, hash, signature };
}

/** @throws SshFormatError where the signature is not of the form that goes with the key. */
function verifies({ type, algorithm, key, application }: SshPublicKey, message: Buffer, blob: Buffer): boolean {
  const reader = new SshReader(blob);
  const name = reader.name();
  const bytes = reader.string();
  const signed = application === null ? message : signedByAuthenticator(application, message, reader);
  reader.end();
  if (algorithm.kind === 'rsa') return verify(rsaHash(name), signed, key, bytes);
  if (name !== type) throw new SshFormatError(`the signature is of type ${name}, the key of type ${type}`);
  if (algorithm.kind === 'ed25519') return verify(null, signed, key, bytes);
  return verify(algorithm.hash, signed, { key, dsaEncoding: 'ieee-p1363' }, readEcdsa(bytes, algorithm.size));
}

/**
 * Bytes that an authenticator signs instead (OpenSSH, PROTOCOL.u2f): whether somebody was there, and how often it has
 * signed.
 */
function signedByAuthenticator(application: string, message: Buffer, reader: SshReader): Buffer {
  const sha256 = (value: Buffer | string) => createHash('sha256').update(value).digest();
  const flagsAndCounter = reader.bytes(5);
  if ((flagsAndCounter.readUInt8() & USER_PRESENT) === 0) throw new SshFormatError('nobody touched the authenticator');
  return Buffer.concat([sha256(application), flagsAndCounter, sha256(message)]);
}

/** `ssh-rsa` itself is SHA-1, which anybody can forge. */
function rsaHash(name: string): string {
  if (name === 'rsa-sha2-256') return 'sha256';
  if (name === 'rsa-sha2-512') return 'sha512';
  throw new SshFormatError(`an RSA signature is rsa-sha2-256 or rsa-sha2-512, this one ${name || '(none)'}`);
}

function readEcdsa(bytes: Buffer, size: number): Buffer {
  const reader = new SshReader(bytes);
  const numbers = [reader.integer(), reader.integer()];
  reader.end();
  if (numbers.some((number) => number.length > size)) throw new SshFormatError('a number of the signature is too long');
  return Buffer.concat(numbers.map((number) => Buffer.concat([Buffer.alloc(size - number.length), number])));
}
