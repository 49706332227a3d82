import { createHash } from 'node:crypto';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALGORITHM_NAMES, algorithmNamed } from '../../../src/seal/digests/algorithms.ts';
import type { Report } from '../../../src/seal/report.ts';
import { verify } from '../../../src/seal/verify.ts';
import type { Contents } from '../../harness/sealed-folders.ts';
import { packetOf, writeFolder } from '../../harness/sealed-folders.ts';

const VERSIONS = ['0.93', '0.94', '0.95', '0.96', '0.97', '1.0'];
const OLD = '0.97';

const declaration = (version: string, encoding = 'UTF-8') =>
  `BagIt-Version: ${version}\nTag-File-Character-Encoding: ${encoding}\n`;

function digest(algorithm: string, content: string | Buffer): string {
  const one = algorithmNamed(algorithm)!.begin();
  one.update(Buffer.from(content));
  return one.hex();
}

const md5 = (content: string | Buffer) => createHash('md5').update(content).digest('hex');

/** A manifest of these files. */
const manifest = (files: Contents, algorithm = 'md5') =>
  Object.entries(files)
    .map(([path, content]) => `${digest(algorithm, content)}  ${path}\n`)
    .join('');

const PAYLOAD: Contents = { 'data/a.txt': 'hello', 'data/sub/b.txt': 'more' };

/** A bag of these payload files, with what else is given in place of, or besides, what it would have. */
function bag(version: string, others: Contents = {}, payload: Contents = PAYLOAD): Contents {
  return { 'bagit.txt': declaration(version), ...payload, 'manifest-md5.txt': manifest(payload), ...others };
}

const judge = async (contents: Contents): Promise<Report> => verify(writeFolder(contents));

const LINE = manifest({ 'data/a.txt': 'hello' });

describe('bags of every version', () => {
  it.each(VERSIONS)('%s, the least that a bag is', async (version) => {
    expect(await judge(bag(version))).toMatchObject({
      verdict: 'equal',
      kind: 'bag',
      files: 2,
      bytes: 9,
      problems: [],
    });
  });

  it.each(VERSIONS)('%s, with metadata, tag manifest and further tag files', async (version) => {
    const info =
      'Source-Organization: One\nContact-Name: a\nContact-Name: b\nLong: first\n  second\nPayload-Oxum: 9.2\n';
    const name = version < '0.96' ? 'package-info.txt' : 'bag-info.txt';
    const tags = {
      'bagit.txt': declaration(version),
      [name]: info,
      'manifest-md5.txt': manifest(PAYLOAD),
      'meta/more.xml': '<a/>',
    };
    expect(
      await judge(bag(version, { ...tags, 'tagmanifest-md5.txt': manifest(tags), 'unlisted-tag.txt': 'may be' })),
    ).toMatchObject({
      verdict: 'equal',
      files: 6,
      warnings: [],
    });
  });

  it.each(VERSIONS)('%s, one file changed, one gone, one more', async (version) => {
    const changed = await judge({ ...bag(version), 'data/a.txt': 'hallo', 'data/c.txt': 'new' });
    expect(changed.verdict).toBe('different');
    expect(changed.differences.map((one) => `${one.class} ${one.path}`).sort()).toEqual([
      'edited_content data/a.txt',
      'unlisted_file data/c.txt',
    ]);
    const gone = writeFolder(bag(version));
    rmSync(join(gone, 'data/sub/b.txt'));
    expect((await verify(gone)).differences).toMatchObject([{ class: 'missing_file', path: 'data/sub/b.txt' }]);
  });

  it.each(ALGORITHM_NAMES)('%s', async (algorithm) => {
    const contents = {
      'bagit.txt': declaration('1.0'),
      ...PAYLOAD,
      [`manifest-${algorithm}.txt`]: manifest(PAYLOAD, algorithm),
    };
    expect((await judge(contents)).verdict).toBe('equal');
    expect((await judge({ ...contents, 'data/a.txt': 'hellp' })).verdict).toBe('different');
  });

  it('several algorithms: each has to be right', async () => {
    const both = bag('1.0', { 'manifest-sha512.txt': manifest(PAYLOAD, 'sha512') });
    expect(await judge(both)).toMatchObject({ verdict: 'equal', files: 2 });
    const wrong = manifest({ ...PAYLOAD, 'data/a.txt': 'hellp' }, 'sha512');
    expect((await judge({ ...both, 'manifest-sha512.txt': wrong })).verdict).toBe('different');
  });

  it('1.0 wants every file in every manifest, older ones in one', async () => {
    const parts = { 'manifest-md5.txt': LINE, 'manifest-sha1.txt': manifest({ 'data/sub/b.txt': 'more' }, 'sha1') };
    expect((await judge(bag(OLD, parts))).verdict).toBe('equal');
    expect((await judge(bag('1.0', parts))).verdict).toBe('different');
  });

  it('names in another normal form are the same, with a warning', async () => {
    const report = await judge(
      bag('1.0', { 'manifest-md5.txt': manifest({ ['data/Núñez'.normalize('NFD')]: 'x' }) }, { 'data/Núñez': 'x' }),
    );
    expect(report).toMatchObject({ verdict: 'equal', files: 1 });
    expect(report.warnings.join()).toContain('differ only in their form');
  });

  it('names that are one file elsewhere are worth a warning', async () => {
    for (const pair of [
      ['data/a', 'data/A'],
      ['data/é', 'data/é'.normalize('NFD')],
    ] as const) {
      const report = await judge(bag('1.0', {}, { [pair[0]]: '1', [pair[1]]: '2' }));
      expect(report.verdict).toBe('equal');
      expect(report.warnings.join()).toContain('are one file where case or Unicode normal form do not count');
    }
  });

  it('names with line breaks and percent signs are decoded as the version says', async () => {
    const names = { 'data/a\nb': '1', 'data/c\rd': '2', 'data/100%': '3', 'data/%41': '4' };
    const encoded = `${md5('1')} data/a%0Ab\n${md5('2')} data/c%0dd\n${md5('3')} data/100%25\n${md5('4')} data/%2541\n`;
    expect(await judge(bag('1.0', { 'manifest-md5.txt': encoded }, names))).toMatchObject({
      verdict: 'equal',
      files: 4,
    });
    const partly = encoded.replace('100%25', '100%').replace('%2541', '%41');
    expect(await judge(bag(OLD, { 'manifest-md5.txt': partly }, names))).toMatchObject({ verdict: 'equal', files: 4 });
    expect((await judge(bag('1.0', { 'manifest-md5.txt': partly }, names))).verdict).toBe('malformed');
  });

  it.each([
    ['ISO-8859-1', (text: string) => Buffer.from(text, 'latin1')],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['UTF-16LE', (text: string) => Buffer.from(text, 'utf16le')],
  ] as const)('tag files in %s', async (encoding, encode) => {
    const files = { 'data/Núñez.txt': 'x' };
    const others = {
      'bagit.txt': declaration(OLD, encoding),
      'manifest-md5.txt': encode(manifest(files)),
      'bag-info.txt': encode('Contact-Name: Núñez\nPayload-Oxum: 1.1\n'),
    };
    expect(await judge(bag(OLD, others, files))).toMatchObject({ verdict: 'equal', files: 1 });
  });

  it('what checksum programs write into manifests passes with a warning', async () => {
    for (const line of [LINE.replace('  ', ' *'), LINE.replace('data/', './data/'), `\\${LINE}`]) {
      const report = await judge(bag(OLD, { 'manifest-md5.txt': line }, { 'data/a.txt': 'hello' }));
      expect(report).toMatchObject({ verdict: 'equal', files: 1 });
      expect(report.warnings.join()).toContain('strict validation would fail');
    }
  });

  it('a file that is listed twice alike is a warning before 1.0', async () => {
    const twice = { 'manifest-md5.txt': LINE + LINE };
    expect(await judge(bag(OLD, twice, { 'data/a.txt': 'hello' }))).toMatchObject({ verdict: 'equal', files: 1 });
    expect((await judge(bag('1.0', twice, { 'data/a.txt': 'hello' }))).verdict).toBe('malformed');
  });

  it('lines end with LF, CR or CRLF; the last one need not; white space and upper case are free', async () => {
    const text = manifest(PAYLOAD);
    for (const form of [
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '\r'),
      text.trimEnd(),
      text.replaceAll('  ', ' \t '),
      text.toUpperCase().replaceAll('DATA/A.TXT', 'data/a.txt').replace('DATA/SUB/B.TXT', 'data/sub/b.txt'),
    ]) {
      expect((await judge(bag('1.0', { 'manifest-md5.txt': form }))).verdict, JSON.stringify(form)).toBe('equal');
    }
    expect((await judge(bag('1.0', { 'bagit.txt': declaration('1.0').replaceAll('\n', '\r\n') }))).verdict).toBe(
      'equal',
    );
  });

  it('a bag in a bag is a payload like any other', async () => {
    const inner = Object.fromEntries(
      Object.entries(bag(OLD)).map(([path, content]) => [`data/inner/${path}`, content]),
    );
    expect((await judge(bag('1.0', {}, inner))).verdict).toBe('equal');
  });

  it('an empty payload is a bag, but a bag of nothing is nothing', async () => {
    const empty = { 'bagit.txt': declaration('1.0'), 'manifest-md5.txt': '' };
    const folder = writeFolder({ ...empty, 'data/x': '' });
    rmSync(join(folder, 'data/x'));
    expect((await verify(folder)).verdict).toBe('malformed');
    writeFolder({ 'tagmanifest-md5.txt': manifest(empty) }, folder);
    expect(await verify(folder)).toMatchObject({ verdict: 'equal', files: 2 });
  });

  it('fetch.txt is never fetched: what it lists is there and right, or missing', async () => {
    const fetch = { 'fetch.txt': 'http://127.0.0.1:9/b 4 data/sub/b.txt\nhttp://127.0.0.1:9/a - data/a.txt\n' };
    expect(await judge(bag('1.0', fetch))).toMatchObject({ verdict: 'equal', files: 2 });
    const holey = writeFolder(bag('1.0', fetch));
    rmSync(join(holey, 'data/sub/b.txt'));
    expect(await verify(holey)).toMatchObject({
      verdict: 'different',
      differences: [{ class: 'missing_file', path: 'data/sub/b.txt' }],
    });
  });

  it('before 1.0 metadata may have white space before its colon', async () => {
    const info = { 'bag-info.txt': 'Contact-Name : somebody\nPayload-Oxum:9.2\n' };
    expect((await judge(bag(OLD, info))).verdict).toBe('equal');
    expect((await judge(bag('1.0', info))).verdict).toBe('malformed');
  });
});

describe('what is no bag', () => {
  const info = (text: string) => ({ 'bag-info.txt': text });
  const tag = (text: string) => ({ 'tagmanifest-md5.txt': text });

  it.each<[string, Contents]>([
    ['a version that nobody knows', bag('2.0')],
    ['a version without its first number', bag('.97')],
    ['white space in the declaration', bag('1.0', { 'bagit.txt': declaration('1.0').replace(':', ' :') })],
    ['white space in an old declaration', bag(OLD, { 'bagit.txt': declaration(OLD).replace(':', ' :') })],
    ['a byte-order mark in the declaration', bag(OLD, { 'bagit.txt': `\ufeff${declaration(OLD)}` })],
    ['no encoding', bag(OLD, { 'bagit.txt': 'BagIt-Version: 0.97\n' })],
    ['an encoding that nobody knows', bag(OLD, { 'bagit.txt': declaration(OLD, 'EBCDIC-X') })],
    ['a third line in the declaration', bag('1.0', { 'bagit.txt': `${declaration('1.0')}More: x\n` })],
    [
      'lines in the other order',
      bag('1.0', { 'bagit.txt': 'Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n' }),
    ],
    ['an empty declaration', bag('1.0', { 'bagit.txt': '' })],
    ['no payload folder', { 'bagit.txt': declaration('1.0'), 'manifest-md5.txt': '' }],
    ['no manifest', { 'bagit.txt': declaration('1.0'), 'data/a.txt': 'hello' }],
    ['an unknown algorithm', bag('1.0', { 'manifest-foo1.txt': LINE })],
    ['an unknown algorithm of a tag manifest', bag('1.0', { 'tagmanifest-foo1.txt': LINE })],
    [
      'an algorithm that is not written as it should be',
      bag('1.0', { 'manifest-SHA-1.txt': manifest(PAYLOAD, 'sha1') }),
    ],
    ['a byte-order mark in a manifest', bag('1.0', { 'manifest-md5.txt': `\ufeff${manifest(PAYLOAD)}` })],
    ['a blank line', bag('1.0', { 'manifest-md5.txt': `${manifest(PAYLOAD)}\n` })],
    ['a digest that is too short', bag('1.0', { 'manifest-md5.txt': manifest(PAYLOAD).slice(1) })],
    [
      'a name that is no UTF-8',
      bag('1.0', { 'manifest-md5.txt': Buffer.concat([Buffer.from(`${md5('x')}  data/`), Buffer.from([0xff, 0x0a])]) }),
    ],
    ['two digests for one file', bag(OLD, { 'manifest-md5.txt': `${manifest(PAYLOAD)}${md5('other')}  data/a.txt\n` })],
    [
      'a payload manifest that lists a tag file',
      bag('1.0', { 'manifest-md5.txt': manifest({ ...PAYLOAD, 'bagit.txt': declaration('1.0') }) }),
    ],
    ['a path with dots', bag(OLD, { 'manifest-md5.txt': manifest({ ...PAYLOAD, 'data/../../a': '' }) })],
    ['an absolute path', bag(OLD, { 'manifest-md5.txt': manifest({ ...PAYLOAD, '/tmp/foo': '' }) })],
    ['a home folder', bag(OLD, { 'manifest-md5.txt': manifest({ ...PAYLOAD, '~/foo': '' }) })],
    ['somebody’s home folder', bag(OLD, { 'manifest-md5.txt': manifest({ ...PAYLOAD, '~root/foo': '' }) })],
    ['a drive', bag(OLD, { 'manifest-md5.txt': manifest({ ...PAYLOAD, 'C:\\Windows\\x': '' }) })],
    ['a share', bag(OLD, { 'manifest-md5.txt': manifest({ ...PAYLOAD, '\\\\?\\UNC\\server\\x': '' }) })],
    ['dots in percent-encoding', bag('1.0', { 'manifest-md5.txt': manifest({ 'data/%2e%2e/%2e%2e/a': '' }) })],
    ['a tag manifest with dots', bag(OLD, tag(manifest({ '../x': '' })))],
    ['a tag manifest that lists itself', bag(OLD, tag(manifest({ 'tagmanifest-md5.txt': '' })))],
    ['a tag manifest without the payload manifest', bag('1.0', tag(manifest({ 'bagit.txt': declaration('1.0') })))],
    ['a tag manifest with payload', bag('1.0', tag(manifest({ 'manifest-md5.txt': manifest(PAYLOAD), ...PAYLOAD })))],
    ['fetch.txt with dots', bag(OLD, { 'fetch.txt': 'http://127.0.0.1:9/ 1 data/../../x\n' })],
    ['fetch.txt with a home folder', bag(OLD, { 'fetch.txt': 'http://127.0.0.1:9/ 1 ~/x\n' })],
    ['fetch.txt with an absolute path', bag(OLD, { 'fetch.txt': 'http://127.0.0.1:9/ 1 /tmp/x\n' })],
    ['fetch.txt with a tag file', bag('1.0', { 'fetch.txt': 'http://127.0.0.1:9/ 1 bagit.txt\n' })],
    ['fetch.txt with a file that no manifest lists', bag('1.0', { 'fetch.txt': 'http://127.0.0.1:9/ 1 data/zzz\n' })],
    ['fetch.txt without a length', bag('1.0', { 'fetch.txt': 'http://127.0.0.1:9/ data/a.txt\n' })],
    ['fetch.txt without an absolute URI', bag('1.0', { 'fetch.txt': 'a.txt 5 data/a.txt\n' })],
    ['metadata without a colon', bag('1.0', info('Contact-Name\n'))],
    ['metadata without white space', bag('1.0', info('Contact-Name:x\n'))],
    ['metadata that starts with a continuation', bag('1.0', info('  x\n'))],
    ['Payload-Oxum twice', bag('1.0', info('Payload-Oxum: 9.2\nPayload-Oxum: 9.2\n'))],
    ['Payload-Oxum in words', bag('1.0', info('Payload-Oxum: nine\n'))],
  ])('%s is malformed', async (_, contents) => {
    const report = await judge(contents);
    expect(report.verdict).toBe('malformed');
    expect(report.problems).not.toEqual([]);
  });

  it.each<[string, Contents, string]>([
    ['Payload-Oxum is wrong', bag('1.0', info('Payload-Oxum: 10.2\n')), 'metadata_mismatch'],
    [
      'a tag file is wrong',
      bag('1.0', {
        ...info('Payload-Oxum: 9.2\n'),
        ...tag(manifest({ 'manifest-md5.txt': manifest(PAYLOAD), 'bag-info.txt': 'x' })),
      }),
      'edited_content',
    ],
    [
      'a tag file is missing',
      bag(OLD, tag(manifest({ 'manifest-md5.txt': manifest(PAYLOAD), 'bag-info.txt': 'x' }))),
      'missing_file',
    ],
    [
      'a folder is listed',
      bag('1.0', { 'manifest-md5.txt': manifest({ ...PAYLOAD, 'data/sub': '' }) }),
      'special_file',
    ],
    [
      'Windows folders are listed',
      bag('1.0', { 'manifest-md5.txt': manifest({ 'data/a.txt': 'hello', 'data/sub\\b.txt': 'more' }) }),
      'renamed',
    ],
  ])('%s: different', async (_, contents, expected) => {
    const report = await judge(contents);
    expect(report.verdict).toBe('different');
    expect(report.differences.map((one) => one.class)).toContain(expected);
  });

  it('links in the payload are differences, wherever they lead', async () => {
    for (const target of ['a.txt', '/etc/passwd', '/nowhere']) {
      const folder = writeFolder(bag('1.0'));
      symlinkSync(target, join(folder, 'data/link'));
      expect((await verify(folder)).differences).toMatchObject([{ class: 'symlink', path: 'data/link' }]);
    }
  });

  it('the manifest of a bag stands for the bag', async () => {
    const folder = writeFolder({ ...bag('1.0'), 'data/more.txt': 'x' });
    expect((await verify(join(folder, 'manifest-md5.txt'))).differences).toMatchObject([{ class: 'unlisted_file' }]);
  });
});

describe('packets', () => {
  it('are bags by any rules', async () => {
    const packet = await packetOf({ 'a.txt': 'hello', 'sub/b — c.txt': 'more' });
    expect(await verify(packet)).toMatchObject({ verdict: 'equal', kind: 'packet', files: 7, warnings: [] });
  });

  it.each(['a%b', 'a\\b', 'a\nb', 'a\rb'])(
    'cannot have a file %j, which BagIt and sha256sum would name differently',
    async (name) => {
      await expect(packetOf({ [name]: 'x' })).rejects.toThrow('cannot be packed');
    },
  );

  it.each([
    [{ a: '1', A: '2' }, 'cannot be sealed'],
    [{ é: '1', ['é'.normalize('NFD')]: '2' }, 'cannot be sealed'],
    [{ '.git/config': 'x', a: '1' }, 'cannot be sealed'],
  ] as const)('cannot be made of %j', async (contents, message) => {
    await expect(packetOf(contents)).rejects.toThrow(message);
  });
});
