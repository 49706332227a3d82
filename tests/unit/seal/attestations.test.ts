import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  preAuthenticationEncoding,
  readEnvelope,
  readPrivateKey,
  readPublicKey,
  signEnvelope,
  verifyEnvelope,
} from '../../../src/seal/attestation/dsse.ts';
import type { Envelope } from '../../../src/seal/attestation/dsse.ts';
import { IN_TOTO, makeStatement, readStatement } from '../../../src/seal/attestation/statement.ts';
import { verify } from '../../../src/seal/verify.ts';
import {
  packetOf,
  runProgram,
  runSeal,
  runVerifier,
  sealedFolder,
  temporaryFolder,
  writeFolder,
} from '../../harness/sealed-folders.ts';

interface Pair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

const pair = (): Pair => generateKeyPairSync('ed25519');
const pemOf = ({ privateKey, publicKey }: Pair): { private: string; public: string } => ({
  private: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  public: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
});

const SUBJECT = [{ name: 'packet', digest: { sha256: 'ab'.repeat(32) } }];
const BODY = Buffer.from(
  JSON.stringify(
    makeStatement(SUBJECT, 'urn:one-roof:attestation:gate:v1', { verdict: 'BLOCKED', ospa: 0, reason: 'é — “x”' }),
  ),
);

describe('DSSE', () => {
  it('encodes what is signed as the specification does', () => {
    expect(preAuthenticationEncoding('http://example.com/HelloWorld', Buffer.from('hello world')).toString()).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
    expect(preAuthenticationEncoding('é', Buffer.alloc(0)).toString()).toBe('DSSEv1 2 é 0 ');
  });

  it('signs, and verifies with the key, and with no other', () => {
    const [one, other] = [pair(), pair()];
    const envelope = signEnvelope(IN_TOTO, BODY, [one.privateKey]);
    expect(verifyEnvelope(envelope, [other.publicKey, one.publicKey])?.body).toEqual(BODY);
    expect(verifyEnvelope(envelope, [other.publicKey])).toBeNull();
    expect(verifyEnvelope(envelope, [])).toBeNull();
  });

  it('counts keys, not signatures, and believes no keyid', () => {
    const [one, two, three] = [pair(), pair(), pair()];
    const envelope = signEnvelope(IN_TOTO, BODY, [one.privateKey, one.privateKey, two.privateKey]);
    const all = [one, two, three].map(({ publicKey }) => publicKey);
    expect(verifyEnvelope(envelope, all, 2)?.keys).toHaveLength(2);
    expect(verifyEnvelope(envelope, all, 3)).toBeNull();
    expect(verifyEnvelope(envelope, [one.publicKey, one.publicKey, createPublicKey(one.privateKey)], 2)).toBeNull();
    const lying = { ...envelope, signatures: envelope.signatures.map(({ sig }) => ({ keyid: 'whatever', sig })) };
    expect(verifyEnvelope(lying, all, 2)?.keys).toEqual(verifyEnvelope(envelope, all, 2)?.keys);
    expect(() => verifyEnvelope(envelope, all, 0)).toThrow('threshold');
  });

  it('every changed byte of what is signed, of the type, of the signature is noticed', () => {
    const one = pair();
    const envelope = signEnvelope(IN_TOTO, BODY, [one.privateKey]);
    const verified = (changed: Envelope): boolean => verifyEnvelope(changed, [one.publicKey]) !== null;
    const flips = (bytes: Buffer): Buffer[] =>
      [...bytes].map((byte, index) =>
        Buffer.concat([bytes.subarray(0, index), Buffer.from([byte ^ 1]), bytes.subarray(index + 1)]),
      );
    for (const body of flips(BODY)) expect(verified({ ...envelope, payload: body.toString('base64') })).toBe(false);
    for (const type of flips(Buffer.from(IN_TOTO)))
      expect(verified({ ...envelope, payloadType: type.toString('latin1') })).toBe(false);
    const sig = Buffer.from(envelope.signatures[0]!.sig, 'base64');
    for (const changed of flips(sig))
      expect(verified({ ...envelope, signatures: [{ keyid: '', sig: changed.toString('base64') }] })).toBe(false);
    // What is signed as another type, or without the encoding, is signed for something else.
    for (const bytes of [BODY, preAuthenticationEncoding('text/plain', BODY)]) {
      expect(
        verified({
          ...envelope,
          signatures: [{ keyid: '', sig: sign(null, bytes, one.privateKey).toString('base64') }],
        }),
      ).toBe(false);
    }
  });

  it('takes standard and URL-safe base64, and nothing that only looks like it', () => {
    const one = pair();
    const envelope = signEnvelope(IN_TOTO, BODY, [one.privateKey]);
    const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    const other = {
      ...envelope,
      payload: urlSafe(envelope.payload),
      signatures: envelope.signatures.map((one) => ({ ...one, sig: urlSafe(one.sig) })),
    };
    expect(verifyEnvelope(readEnvelope(JSON.stringify(other)), [one.publicKey])?.body).toEqual(BODY);
    for (const payload of [
      `${envelope.payload}\n`,
      ` ${envelope.payload}`,
      `${envelope.payload.slice(0, -3)}!!!`,
      '====',
    ]) {
      expect(() => readEnvelope(JSON.stringify({ ...envelope, payload }))).toThrow('is not base64');
    }
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"payload":"","payloadType":"x","signatures":[]}',
    '{"payload":1,"payloadType":"x","signatures":[{"sig":""}]}',
    '{"payload":"","payloadType":"x","signatures":[{}]}',
  ])('%s is no envelope', (json) => expect(() => readEnvelope(json)).toThrow('not a DSSE envelope'));

  it('keys are Ed25519, and private ones stay private', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => readPublicKey(rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString())).toThrow(
      'another kind',
    );
    expect(() => readPrivateKey('nonsense')).toThrow('cannot be read');
    expect(() => readPublicKey(pemOf(pair()).private)).toThrow('private key');
    expect(createPrivateKey(pemOf(pair()).private).asymmetricKeyType).toBe('ed25519');
  });

  it.each([
    '{}',
    '{"_type":"https://in-toto.io/Statement/v0.1"}',
    JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', subject: [], predicateType: 'urn:x' }),
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'a', digest: {} }],
      predicateType: 'urn:x',
    }),
    JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', subject: SUBJECT, predicateType: 'no uri' }),
  ])('%s is no statement', (json) =>
    expect(() => readStatement(Buffer.from(json))).toThrow('not an in-toto statement'),
  );
});

/** Independent implementations, where this machine has them. */
describe('independent implementations', () => {
  const signer = pair();
  const envelope = signEnvelope(IN_TOTO, BODY, [signer.privateKey]);
  const forged = {
    ...envelope,
    payload: Buffer.from(BODY.toString().replace('BLOCKED', 'READY!!')).toString('base64'),
  };

  it('sigstore, which comes with npm', ({ skip }) => {
    const npm = runProgram('sh', ['-c', 'readlink -f "$(command -v npm)"']).output.trim();
    const place = join(npm, '../../node_modules/@sigstore');
    if (!existsSync(join(place, 'verify/dist/bundle/dsse.js'))) skip('this npm brings no @sigstore/verify');
    const require = createRequire(import.meta.url);
    const { DSSESignatureContent } = require(join(place, 'verify/dist/bundle/dsse.js')) as {
      DSSESignatureContent: new (envelope: unknown) => { verifySignature(key: KeyObject): boolean };
    };
    const asTheirs = ({ payload, payloadType, signatures }: Envelope) => ({
      payloadType,
      payload: Buffer.from(payload, 'base64'),
      signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig: Buffer.from(sig, 'base64') })),
    });
    expect(new DSSESignatureContent(asTheirs(envelope)).verifySignature(signer.publicKey)).toBe(true);
    expect(new DSSESignatureContent(asTheirs(forged)).verifySignature(signer.publicKey)).toBe(false);
    expect(new DSSESignatureContent(asTheirs(envelope)).verifySignature(pair().publicKey)).toBe(false);
  });

  // Debian's package: 0.26 verifies signatures and knows no envelopes, later ones do; what is signed is encoded here by Python.
  const SCRIPT = `
import base64, json, sys
from securesystemslib import keys
given = json.load(sys.stdin)
envelope, public = given['envelope'], given['public']
body = base64.b64decode(envelope['payload'])
kind = envelope['payloadType'].encode()
signed = b'DSSEv1 %d %b %d %b' % (len(kind), kind, len(body), body)
key = {'keytype': 'ed25519', 'scheme': 'ed25519', 'keyid': '00' * 32, 'keyval': {'public': public}}
signature = {'keyid': key['keyid'], 'sig': base64.b64decode(envelope['signatures'][0]['sig']).hex()}
assert json.loads(body)['_type'] == 'https://in-toto.io/Statement/v1'
print(keys.verify_signature(key, signature, signed))
`;
  let python: { program: string; env: NodeJS.ProcessEnv } | null = null;
  const unpacked = mkdtempSync(join(tmpdir(), 'one-roof-securesystemslib-'));
  beforeAll(() => {
    python = pythonWithSecuresystemslib(unpacked);
  });
  afterAll(() => rmSync(unpacked, { recursive: true, force: true }));

  it('python3-securesystemslib', ({ skip }) => {
    if (python === null)
      return skip('python3-securesystemslib is not installed, and Debian’s package cannot be had here');
    const ask = (one: Envelope, key: KeyObject): string => {
      const der = key.export({ type: 'spki', format: 'der' });
      const input = JSON.stringify({ envelope: one, public: der.subarray(-32).toString('hex') });
      return runProgram(python?.program ?? '', ['-c', SCRIPT], { env: python?.env ?? {}, input }).output.trim();
    };
    expect(ask(envelope, signer.publicKey)).toBe('True');
    expect(ask(forged, signer.publicKey)).toBe('False');
    expect(ask(envelope, pair().publicKey)).toBe('False');
  });
});

/** A Python that has securesystemslib: installed, or out of Debian's package, unpacked into a folder. Null where neither is to be had. */
function pythonWithSecuresystemslib(folder: string): { program: string; env: NodeJS.ProcessEnv } | null {
  const programs = ['python3', '/usr/bin/python3'];
  const withEnvironment = (env: NodeJS.ProcessEnv) => {
    const program = programs.find(
      (one) => runProgram(one, ['-c', 'import securesystemslib.keys, cryptography'], { env }).status === 0,
    );
    return program === undefined ? null : { program, env };
  };
  const installed = withEnvironment(process.env);
  if (installed !== null) return installed;
  const got = runProgram(
    'sh',
    ['-c', 'timeout 60 apt-get download python3-securesystemslib && dpkg-deb -x python3-securesystemslib_*.deb .'],
    { cwd: folder },
  );
  return got.status === 0
    ? withEnvironment({ ...process.env, PYTHONPATH: join(folder, 'usr/lib/python3/dist-packages') })
    : null;
}

describe('attestations of packets', () => {
  const keys = (): { private: string; public: string } => {
    const pem = pemOf(pair());
    const folder = writeFolder({ 'private.pem': pem.private, 'public.pem': pem.public });
    return { private: join(folder, 'private.pem'), public: join(folder, 'public.pem') };
  };

  it('go into the packet, which stays what it is, and verify offline', async () => {
    const packet = await packetOf(
      { 'a.txt': 'hello' },
      readFileSync(new URL('../../../src/seal/verify.mjs', import.meta.url), 'utf8'),
    );
    const before = (await verify(packet)).packet_tree_sha256;
    const [mine, foreign] = [keys(), keys()];
    const predicate = join(writeFolder({ 'p.json': '{"result":"PASSED"}' }), 'p.json');
    expect(
      runSeal(['attest', packet, '--key', mine.private, '--type', 'rehearsal', '--predicate', predicate]).status,
    ).toBe(0);
    expect(await verify(packet)).toMatchObject({ verdict: 'equal', packet_tree_sha256: before });
    const envelope = join(packet, 'attestations/rehearsal.dsse.json');
    const verified = runSeal([
      'verify-attestation',
      envelope,
      '--key',
      mine.public,
      '--packet',
      packet,
      '--type',
      'rehearsal',
    ]);
    expect(verified).toMatchObject({
      status: 0,
      output: expect.stringContaining(`about packet_tree_sha256 ${before}`) as string,
    });
    expect(runSeal(['verify-attestation', envelope, '--key', foreign.public]).status).toBe(1);
    expect(runSeal(['verify-attestation', envelope, '--key', mine.public, '--type', 'release']).status).toBe(1);
    expect(
      runSeal(['verify-attestation', envelope, '--key', mine.public, '--packet', await packetOf({ 'a.txt': 'other' })])
        .status,
    ).toBe(1);
    expect(runSeal(['verify-attestation', envelope]).status).toBe(2);
    expect(runProgram(process.execPath, [join(packet, 'verify.mjs'), '--key', mine.public]).status).toBe(0);
    expect(runProgram(process.execPath, [join(packet, 'verify.mjs'), '--key', foreign.public]).status).toBe(1);
    // The second of a name is refused, and what differs is not attested.
    expect(runSeal(['attest', packet, '--key', mine.private, '--type', 'rehearsal']).status).toBe(2);
    writeFileSync(join(packet, 'data/a.txt'), 'hallo');
    expect(runSeal(['attest', packet, '--key', mine.private, '--type', 'gate']).status).toBe(1);
    expect(existsSync(join(packet, 'attestations/gate.dsse.json'))).toBe(false);
    expect(runSeal(['verify-attestation', envelope, '--key', mine.public, '--packet', packet]).status).toBe(1);
    expect(runVerifier([packet, '--key', mine.public]).status).toBe(1);
  }, 120_000);

  it('an attestation of a seal goes where one says', async () => {
    const folder = await sealedFolder({ a: '1' });
    const mine = keys();
    const out = join(temporaryFolder(), 'gate.dsse.json');
    expect(runSeal(['attest', folder, '--key', mine.private, '--type', 'gate', '--out', out]).status).toBe(0);
    expect(runSeal(['verify-attestation', out, '--key', mine.public, '--packet', folder]).status).toBe(0);
    expect(runSeal(['attest', folder, '--key', mine.private, '--type', 'nonsense']).status).toBe(2);
  }, 60_000);
});
