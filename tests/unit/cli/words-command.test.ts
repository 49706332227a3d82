import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showWords } from '../../../src/cli/commands/words/index.ts';
import { OneRoofError } from '../../../src/contract/errors.ts';
import { digestWords } from '../../../src/signing/digest-words.ts';
import { packetOf, sealedFolder, temporaryFolder, writeFolder } from '../../harness/sealed-folders.ts';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const refusal = (path: string) =>
  showWords(path).then(
    () => 'none',
    (error: unknown) =>
      error instanceof OneRoofError
        ? `${error.code} ${error.message} ${String(error.extensions.found)}`
        : String(error),
  );

const PACKET = 'ab'.repeat(32);
const CONTENT = JSON.stringify({ code: 'APR-1', revision: 2, packet_tree_sha256: PACKET });
const REQUEST = {
  code: 'APR-1',
  revision: 2,
  revision_content: CONTENT,
  revision_digest: sha256(CONTENT),
  packet_tree_sha256: PACKET,
};
const bundle = (request: object, format = 'one-roof-request-bundle/1') =>
  join(writeFolder({ 'b.json': JSON.stringify({ format, requests: [{ ...REQUEST, ...request }] }) }), 'b.json');

describe('one-roof words', () => {
  it('of a packet are those of its seal, which is what people ratify', async () => {
    const folder = await packetOf({ 'tiers.json': '{}', 'sql/0.sql': 'select 1;\n' });
    const { json, text } = await showWords(folder);
    const words = json as { of: string; sha256: string; words: string }[];
    expect(words).toEqual([
      { of: 'packet', name: folder, sha256: words[0]?.sha256, words: digestWords(words[0]?.sha256 ?? '') },
    ]);
    expect(String(text)).toContain(words[0]?.words);
    expect(String(text)).toContain(words[0]?.sha256);
  });

  it('of a packet in which one byte differs are not printed', async () => {
    const folder = await packetOf({ 'tiers.json': '{}' });
    appendFileSync(join(folder, 'data', 'tiers.json'), ' ');
    expect(await refusal(folder)).toMatch(/PRECONDITION_FAILED .*changed since it was sealed.* data\/tiers\.json/);
  });

  it('of the bundle of a request are made of what it says, and of the packet that this names', async () => {
    for (const format of ['one-roof-request-bundle/1', 'one-roof-request-bundle/2'])
      expect((await showWords(bundle({}, format))).json).toEqual([
        { of: 'request', name: 'APR-1, revision 2', sha256: sha256(CONTENT), words: digestWords(sha256(CONTENT)) },
        { of: 'named_packet', name: 'APR-1', sha256: PACKET, words: digestWords(PACKET) },
      ]);
    const without = JSON.stringify({ code: 'APR-1', revision: 2, packet_tree_sha256: null });
    expect(
      (await showWords(bundle({ revision_content: without, revision_digest: sha256(without) }))).json,
    ).toHaveLength(1);
  });

  it.each([
    ['says something else than its digest', { revision_content: `${CONTENT} ` }],
    ['names another digest than that of what it says', { revision_digest: PACKET }],
  ])('of a bundle that %s are not printed', async (_title, change) => {
    expect(await refusal(bundle(change))).toMatch(/PRECONDITION_FAILED .*APR-1/);
  });

  it.each([
    ['calls itself differently than what was decided on does', { code: 'APR-2' }],
    ['is about another revision than what was decided on', { revision: 3 }],
    ['names another packet than what was decided on', { packet_tree_sha256: 'cd'.repeat(32) }],
  ])('of a bundle whose row %s are those of what was decided on', async (_title, change) => {
    expect((await showWords(bundle(change))).json).toEqual((await showWords(bundle({}))).json);
  });

  it.each([
    ['a seal that is not a packet', () => sealedFolder({ 'a.txt': 'a' }), /PRECONDITION_FAILED/],
    ['a folder without a seal', () => writeFolder({ 'a.txt': 'a' }), /PRECONDITION_FAILED/],
    ['a folder with nothing in it', () => temporaryFolder(), /PRECONDITION_FAILED/],
    ['nothing', () => join(temporaryFolder(), 'none'), /NOT_FOUND .*no such file/],
    ['other JSON', () => join(writeFolder({ 'a.json': '{}' }), 'a.json'), /BAD_REQUEST/],
    ['a text', () => join(writeFolder({ 'a.txt': 'a' }), 'a.txt'), /BAD_REQUEST/],
    [
      'a bundle that names nobody decided about',
      () => bundle({ revision_content: '[]', revision_digest: sha256('[]') }),
      /BAD_REQUEST/,
    ],
    ['a code that would write to the terminal', () => escaping(), /BAD_REQUEST/],
  ])('of %s: there are none, and it says so', async (_title, path, expected) => {
    expect(await refusal(await path())).toMatch(expected);
  });
});

function escaping(): string {
  const content = JSON.stringify({ code: '\u001B]0;x\u0007', revision: 1, packet_tree_sha256: null });
  return bundle({ revision_content: content, revision_digest: sha256(content) });
}
