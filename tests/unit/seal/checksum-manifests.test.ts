import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/seal/verify.ts';
import { runProgram, sealedFolder, sealFolder, temporaryFolder, writeFolder } from '../../harness/sealed-folders.ts';

const NAMES = [
  'a.txt',
  'sub/b c.txt',
  'sub/-n',
  '  spaces  ',
  'back\\slash',
  'line\nbreak',
  'return\rhere',
  '#hash',
  '*star',
  'Ünï—💡',
  '(x) = y',
  'x (y) = z',
];
const FILES = Object.fromEntries(NAMES.map((name, index) => [name, `content ${index}\n`]));

const ALPHA = 'content of a\n';
const SHA256 = '1d5dd10d4ae8b17b3a6a1d3a5b5e4c55a4b5b0cbb3a6ea4e0ea27c64d51b9a6e';

async function verdictOf(manifest: string | Buffer, name = 'SUMS'): Promise<string> {
  const folder = writeFolder({ 'a.txt': ALPHA, 'sub/b.txt': 'b', [name]: manifest });
  return (await verify(join(folder, name))).verdict;
}

const digest = (program: string, ...args: string[]): string => {
  const folder = writeFolder({ 'a.txt': ALPHA });
  return runProgram(program, [...args, 'a.txt'], { cwd: folder, env: { ...process.env, LC_ALL: 'C' } }).output;
};

describe('seals and sha256sum', () => {
  it('sha256sum -c accepts ours, with every name that needs an escape', async () => {
    const folder = await sealedFolder(FILES);
    const checked = runProgram('sha256sum', ['-c', '--strict', '--quiet', 'manifest-sha256.txt'], { cwd: folder });
    expect(checked).toEqual({ status: 0, output: '' });
    expect(await verify(folder)).toMatchObject({ verdict: 'equal', kind: 'seal', files: NAMES.length + 1 });
  });

  it('ours is what sha256sum writes, sorted bytewise', async () => {
    const folder = await sealedFolder(FILES);
    const names = [...NAMES, 'payload-lengths.txt'].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    const theirs = runProgram('sha256sum', ['--', ...names], { cwd: folder }).output;
    expect(readFileSync(join(folder, 'manifest-sha256.txt'), 'utf8')).toBe(theirs);
  });

  it('names that are no UTF-8 are sealed as the bytes that they are', async () => {
    const folder = temporaryFolder();
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x62, 0xff, 0xfe])]), 'x');
    await sealFolder(folder);
    expect(runProgram('sha256sum', ['-c', '--strict', '--quiet', 'manifest-sha256.txt'], { cwd: folder }).status).toBe(
      0,
    );
    expect((await verify(folder)).verdict).toBe('equal');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x62, 0xff, 0xfe])]), 'y');
    expect((await verify(folder)).differences).toMatchObject([{ class: 'same_length_change', path: 'b\\xff\\xfe' }]);
  });

  it('the name of a seal is never sealed into itself: sealing twice gives the same', async () => {
    const folder = await sealedFolder(FILES);
    const before = readFileSync(join(folder, 'manifest-sha256.txt'));
    await sealFolder(folder);
    expect(readFileSync(join(folder, 'manifest-sha256.txt'))).toEqual(before);
  });
});

describe('manifests of other programs', () => {
  it.each([
    ['sha256sum', 'sha256sum'],
    ['sha256sum --binary', 'sha256sum', '--binary'],
    ['sha256sum --tag', 'sha256sum', '--tag'],
    ['sha512sum', 'sha512sum'],
    ['sha1sum --tag', 'sha1sum', '--tag'],
    ['md5sum', 'md5sum'],
    ['b2sum --tag -l 256', 'b2sum', '--tag', '-l', '256'],
    ['openssl dgst', 'openssl', 'dgst', '-sha256'],
    ['openssl dgst -sha3-384', 'openssl', 'dgst', '-sha3-384'],
    ['openssl dgst -r', 'openssl', 'dgst', '-r', '-sha256'],
  ])('%s', async (_, program, ...args) => {
    const written = digest(program, ...args);
    expect(await verdictOf(written)).toBe('equal');
    expect(await verdictOf(written.replace(/[0-9a-f]{8}(?=[0-9a-f]{8})/, '00000000'))).toBe('different');
  });

  it('every name that sha256sum escapes, also with --tag', async () => {
    for (const args of [['--'], ['--tag', '--']]) {
      const folder = writeFolder(FILES);
      writeFileSync(join(folder, 'SHA256SUMS'), runProgram('sha256sum', [...args, ...NAMES], { cwd: folder }).output);
      expect(await verify(join(folder, 'SHA256SUMS'))).toMatchObject({ verdict: 'equal', files: NAMES.length });
    }
  });

  it('takes comments, blank lines, CRLF, upper case, ./ and one space', async () => {
    const [sum = ''] = digest('sha256sum').split(' ');
    for (const manifest of [
      `# made by hand\n\n${sum}  a.txt\n`,
      `${sum}  a.txt\r\n`,
      `${sum.toUpperCase()}  ./a.txt`,
      `${sum} a.txt\n`,
      `${sum}  a.txt\n${sum}  a.txt\n`,
    ]) {
      expect(await verdictOf(manifest), JSON.stringify(manifest)).toBe('equal');
    }
  });

  it('an algorithm that only the file name tells', async () => {
    const sum = digest('openssl', 'dgst', '-sha3-256', '-r').split(' ')[0] ?? '';
    expect(await verdictOf(`${sum}  a.txt\n`, 'manifest.sha3-256')).toBe('equal');
    expect(await verdictOf(`${sum}  a.txt\n`, 'SHA256SUMS')).toBe('different');
  });

  it.each([
    ['nothing', ''],
    ['comments only', '# nothing\n\n'],
    ['an unknown algorithm', `SHA257 (a.txt) = ${SHA256}\n`],
    ['a digest of an odd length', `${SHA256}0  a.txt\n`],
    ['no name', `${SHA256}  \n`],
    ['no digest', 'a.txt\n'],
    ['a byte-order mark', `\ufeff${SHA256}  a.txt\n`],
    ['UTF-16', Buffer.from(`\ufeff${SHA256}  a.txt\n`, 'utf16le')],
    ['a null byte in a name', `${SHA256}  a\0.txt\n`],
    ['an absolute path', `${SHA256}  /etc/passwd\n`],
    ['a path that leaves the folder', `${SHA256}  sub/../../a.txt\n`],
    ['a hidden way out', `\\${SHA256}  sub/../\\n/../../x\n`],
    ['an escape that is none', `\\${SHA256}  a\\t.txt\n`],
    ['two digests for one file', `${SHA256}  a.txt\n${SHA256.replace('1', '2')}  ./a.txt\n`],
    ['one space after two', `${SHA256}  a.txt\n${SHA256} b.txt\n`],
    ['a folder', `${SHA256}  sub/\n`],
    ['a line without end', `${SHA256}  ${'x'.repeat(40_000)}`],
  ])('%s is malformed', async (_, manifest) => expect(await verdictOf(manifest)).toBe('malformed'));

  it.each(['manifest-sha257.txt', 'manifest-.txt', 'manifest-crc32.txt'])(
    '%s is of an unknown algorithm',
    async (name) => {
      expect(await verdictOf(`${SHA256}  a.txt\n`, name)).toBe('malformed');
    },
  );

  it('says what is not listed where a folder is sealed as a whole, and only there', async () => {
    const folder = writeFolder({ 'a.txt': ALPHA, 'b.txt': 'b' });
    writeFileSync(join(folder, 'SHA256SUMS'), runProgram('sha256sum', ['a.txt'], { cwd: folder }).output);
    expect((await verify(join(folder, 'SHA256SUMS'))).verdict).toBe('equal');
    expect((await verify(join(folder, 'SHA256SUMS'), { unlisted: 'refuse' })).differences).toMatchObject([
      { class: 'unlisted_file', path: 'b.txt' },
    ]);
    writeFileSync(
      join(folder, 'manifest-sha256.txt'),
      runProgram('sha256sum', ['a.txt', 'SHA256SUMS'], { cwd: folder }).output,
    );
    expect((await verify(folder)).differences).toMatchObject([{ class: 'unlisted_file', path: 'b.txt' }]);
  });
});
