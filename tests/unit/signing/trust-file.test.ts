import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpinned } from '../../../src/signing/trust/pinned-key.ts';
import { readTrust } from '../../../src/governance/ratification/read-trust.ts';
import { parseSshPublicKey } from '../../../src/signing/ssh/ssh-public-key.ts';
import { parseTrustFile } from '../../../src/signing/trust/trust-file.ts';
import { readSettings } from '../../../src/governance/settings/settings.ts';
import { temporaryFolder, writeFolder } from '../../harness/sealed-folders.ts';
import { makeSecurityKey } from '../../harness/councils/ssh-keys.ts';

const ONE = makeSecurityKey('ed25519').line;
const OTHER = makeSecurityKey('ecdsa').line;
const NOW = new Date('2030-06-01T00:00:00Z');

describe('a trust file', () => {
  it('names keys, whose they are, for what and when', () => {
    const text = `# who signs\n\na@x,b@x namespaces="one-roof,git",valid-after="20300101Z",valid-before="203012312359Z" ${ONE} a note\nc@x ${OTHER}\n`;
    expect(parseTrustFile(text)).toMatchObject([
      {
        line: 3,
        principals: ['a@x', 'b@x'],
        namespaces: ['one-roof', 'git'],
        validAfter: new Date('2030-01-01T00:00:00Z'),
        validBefore: new Date('2030-12-31T23:59:00Z'),
        key: { line: ONE, type: 'sk-ssh-ed25519@openssh.com', application: 'ssh:' },
      },
      { line: 4, principals: ['c@x'], namespaces: null, validAfter: null, validBefore: null, key: { line: OTHER } },
    ]);
  });

  it('with a line that cannot be read says which line, and why not', () => {
    const wrong = [
      [`a@x`, 'it has no principals, type and base64 of a key'],
      [ONE, 'it has no principals, type and base64 of a key'],
      [`a@x ${ONE}x`, 'it is not base64'],
      [`a@x ${ONE.slice(0, -4)}`, 'it ends too soon'],
      [`a@x ${ONE.replace('sk-ssh-ed25519', 'sk-ssh-ed25518')}`, 'the key is of another type than the line says'],
      [`a@x cert-authority ${ONE}`, 'certificate authorities are not accepted: name every key'],
      [`a*@x ${ONE}`, 'a*@x is a pattern: name each of the principals'],
      [`a@x,,b@x ${ONE}`, 'one of the principals is empty or has spaces around it'],
      [`a@x namespaces="one-roof ${ONE}`, 'a quotation mark is not closed'],
      [
        `a@x namespaces=one-roof ${ONE}`,
        'the option namespaces=one-roof is not namespaces="…", valid-after="…" or valid-before="…"',
      ],
      [`a@x valid-after="20300230Z" ${ONE}`, 'the time 20300230Z is not YYYYMMDDZ or YYYYMMDDHHMM[SS]Z'],
      [`a@x valid-after="20300102Z",valid-before="20300101Z" ${ONE}`, 'valid-after is not before valid-before'],
      ['a@x ssh-dss AAAAB3NzaC1kc3M=', 'keys of type ssh-dss are not accepted'],
    ] as const;
    for (const [line, found] of wrong)
      expect(() => parseTrustFile(`c@x ${OTHER}\n${line}\n`), line).toThrow(
        `Line 2 of the trust file cannot be read: ${found}`,
      );
  });

  it('that cannot be used trusts nobody, and says why', () => {
    const folder = writeFolder({
      good: `a@x ${ONE}\n`,
      writable: `a@x ${ONE}\n`,
      bad: 'a@x nothing\n',
      bytes: Buffer.from([0xff]),
    });
    chmodSync(join(folder, 'writable'), 0o666);
    mkdirSync(join(folder, 'folder'));
    expect(readTrust(join(folder, 'good'))).toMatchObject({ keys: [{ principals: ['a@x'] }], fault: null });
    const found = (name: string) => readTrust(join(folder, name));
    const fault = (text: RegExp) => ({
      keys: [],
      fault: { ok: false, problem: 'trust_unreadable', found: expect.stringMatching(text) as string },
    });
    expect(found('writable')).toMatchObject(fault(/one that everybody may write/));
    expect(found('bad')).toMatchObject(fault(/Line 1 of .*bad cannot be read/));
    expect(found('bytes')).toMatchObject(fault(/cannot be used/));
    expect(found('folder')).toMatchObject(fault(/something else/));
    expect(found('missing')).toMatchObject(fault(/no such file/));
    expect(readTrust(null)).toMatchObject(fault(/nothing/));
    expect(unpinned(readTrust(join(temporaryFolder(), 'x')), 'a@x', parseSshPublicKey(ONE), NOW)).toMatchObject({
      problem: 'trust_unreadable',
    });
  });
});

describe('the trust file in its place', () => {
  it('is read anew each time: made, changed and taken away while the program runs', () => {
    const path = readSettings({}, join(temporaryFolder(), '.env')).trustFile;
    const trusted = () => readTrust(path).keys.map(({ principals }) => principals[0]);
    expect(readTrust(path).fault).toMatchObject({ found: expect.stringContaining('no such file') as string });
    expect(readTrust(path).fault?.fix).toContain(`Create ${path}`);
    expect(readTrust(path).fault?.fix).toContain('ONE_ROOF_TRUST_FILE');
    writeFileSync(path, `a@x ${ONE}\n`, { mode: 0o600 });
    expect(trusted()).toEqual(['a@x']);
    // The same length, within the same clock tick of the file system: nothing but its bytes tells.
    writeFileSync(path, `b@x ${ONE}\n`);
    expect(trusted()).toEqual(['b@x']);
    rmSync(path);
    expect(trusted()).toEqual([]);
  });
});

describe('a pinned key', () => {
  const problem = (text: string, person = 'a@x') =>
    unpinned({ keys: parseTrustFile(text), fault: null }, person, parseSshPublicKey(ONE), NOW)?.problem ?? null;

  it('is that of one person, for our namespace, at the time', () => {
    expect(problem(`a@x ${ONE}`)).toBeNull();
    expect(problem(`a@x ${ONE}\na@x valid-before="20300101Z" ${ONE}`)).toBeNull();
    expect(problem(`a@x ${OTHER}`)).toBe('key_unpinned');
    expect(problem(`b@x ${ONE}`)).toBe('key_unpinned');
    expect(problem(`A@x ${ONE}`)).toBe('key_unpinned');
    expect(problem(`a@x namespaces="git" ${ONE}`)).toBe('key_unpinned');
    expect(problem(`a@x valid-before="20300101Z" ${ONE}`)).toBe('key_expired');
    expect(problem(`a@x valid-after="20310101Z" ${ONE}`)).toBe('key_expired');
    expect(problem(`a@x ${ONE}\nb@x ${ONE}`)).toBe('key_shared');
    expect(problem(`a@x,b@x ${ONE}`)).toBe('key_shared');
  });
});
