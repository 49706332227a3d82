import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/seal/verify.ts';
import type { Contents } from '../../harness/sealed-folders.ts';
import { packetOf, writeFolder } from '../../harness/sealed-folders.ts';
import { bag, declaration, judge, LINE, manifest, md5, OLD, PAYLOAD } from '../../harness/bags.ts';

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
