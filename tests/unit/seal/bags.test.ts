import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALGORITHM_NAMES } from '../../../src/seal/digests/algorithms.ts';
import { verify } from '../../../src/seal/verify.ts';
import { writeFolder } from '../../harness/sealed-folders.ts';
import { bag, declaration, judge, LINE, manifest, md5, OLD, PAYLOAD, VERSIONS } from '../../harness/bags.ts';

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
