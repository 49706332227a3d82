import { spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, major = '0', minor = '0'] =
  /^OpenSSH_(\d+)\.(\d+)/.exec(spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr) ?? [];

/** True if ssh-keygen is here, of a version that takes all the options that we compare (OpenSSH 9.1 and later). */
export const HAS_SSH_KEYGEN = Number(major) > 9 || (Number(major) === 9 && Number(minor) >= 1);

export interface SshKey {
  /** `TYPE BASE64`. */
  line: string;
  /** An armored signature. */
  sign(message: string, namespace?: string, options?: readonly string[]): string;
}

/** A folder with throw-away keys of ssh-keygen, and its verdict on signatures. */
export class SshKeygen {
  readonly #folder = mkdtempSync(join(tmpdir(), 'one-roof-ssh-'));

  /** @param type as `ssh-keygen -t` has it. */
  makeKey(type: string, bits?: number): SshKey {
    const file = join(this.#folder, randomUUID());
    this.#run(['-q', '-t', type, ...(bits === undefined ? [] : ['-b', String(bits)]), '-N', '', '-C', '', '-f', file]);
    return {
      line: readFileSync(`${file}.pub`, 'utf8').trim(),
      sign: (message, namespace = 'one-roof', options = []) =>
        this.#run(
          ['-q', '-Y', 'sign', '-f', file, '-n', namespace, ...options.flatMap((option) => ['-O', option])],
          message,
        ),
    };
  }

  /** Verdict of `ssh-keygen -Y verify`. `at` is YYYYMMDDHHMMSSZ. */
  accepts(given: {
    trust: string;
    person: string;
    signature: string;
    message: string;
    namespace?: string;
    at?: string;
  }): boolean {
    const [trust, signature] = [given.trust, given.signature].map((text) => {
      const file = join(this.#folder, randomUUID());
      writeFileSync(file, text);
      return file;
    });
    const at = given.at === undefined ? [] : ['-O', `verify-time=${given.at}`];
    const parameters = [
      '-f',
      trust ?? '',
      '-I',
      given.person,
      '-n',
      given.namespace ?? 'one-roof',
      '-s',
      signature ?? '',
      ...at,
    ];
    return spawnSync('ssh-keygen', ['-Y', 'verify', ...parameters], { input: given.message }).status === 0;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(parameters: readonly string[], input = ''): string {
    const { status, stdout, stderr } = spawnSync('ssh-keygen', parameters, { input, encoding: 'utf8' });
    if (status !== 0) throw new Error(`ssh-keygen ${parameters.join(' ')}: ${stderr}`);
    return stdout;
  }
}

const string = (value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const positive = (bytes: Buffer): Buffer => {
  const start = bytes.findIndex((byte) => byte !== 0);
  const short = bytes.subarray(start);
  return (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short;
};

const sha256 = (value: Buffer | string): Buffer => createHash('sha256').update(value).digest();

/** An armored signature, as ssh-keygen would write it. */
export function armor(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

/** A key of a security key, without one: what `ssh-keygen -t ed25519-sk` and `ecdsa-sk` make. */
export function makeSecurityKey(kind: 'ed25519' | 'ecdsa', { touched = true, application = 'ssh:' } = {}): SshKey {
  const type = kind === 'ed25519' ? 'sk-ssh-ed25519@openssh.com' : 'sk-ecdsa-sha2-nistp256@openssh.com';
  const { publicKey, privateKey } =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const [first, second] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  const key =
    kind === 'ed25519'
      ? string(first)
      : Buffer.concat([string('nistp256'), string(Buffer.concat([Buffer.from([4]), first, second]))]);
  const blob = Buffer.concat([string(type), key, string(application)]);
  const flagsAndCounter = Buffer.from([touched ? 1 : 0, 0, 0, 0, 7]);
  const signBytes = (bytes: Buffer): Buffer => {
    if (kind === 'ed25519') return sign(null, bytes, privateKey);
    const raw = sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return Buffer.concat([raw.subarray(0, 32), raw.subarray(32)].map((number) => string(positive(number))));
  };
  return {
    line: `${type} ${blob.toString('base64')}`,
    sign: (message, namespace = 'one-roof') =>
      sshsig(blob, message, namespace, (signed) => {
        const bytes = signBytes(Buffer.concat([sha256(application), flagsAndCounter, sha256(signed)]));
        return Buffer.concat([string(type), string(bytes), flagsAndCounter]);
      }),
  };
}

/** An RSA key that signs as it is told: `ssh-rsa` is SHA-1. */
export function makeRsaKey(bits: number, name: 'rsa-sha2-256' | 'rsa-sha2-512' | 'ssh-rsa'): SshKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const blob = Buffer.concat([
    string('ssh-rsa'),
    ...[e, n].map((number) => string(positive(Buffer.from(number, 'base64url')))),
  ]);
  const hash = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512', 'ssh-rsa': 'sha1' }[name];
  return {
    line: `ssh-rsa ${blob.toString('base64')}`,
    sign: (message, namespace = 'one-roof') =>
      sshsig(blob, message, namespace, (signed) =>
        Buffer.concat([string(name), string(sign(hash, signed, privateKey))]),
      ),
  };
}

/** An armored signature in the format of PROTOCOL.sshsig; `signBytes` makes the signature of the key. */
function sshsig(publicKey: Buffer, message: string, namespace: string, signBytes: (signed: Buffer) => Buffer): string {
  const signed = Buffer.concat([Buffer.from('SSHSIG'), ...[namespace, '', 'sha256', sha256(message)].map(string)]);
  const version = Buffer.from([0, 0, 0, 1]);
  return armor(
    Buffer.concat([
      Buffer.from('SSHSIG'),
      version,
      ...[publicKey, namespace, '', 'sha256', signBytes(signed)].map(string),
    ]),
  );
}
