import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diffFolders } from '../../../src/seal/diff-folders.ts';
import { DRIFT_CLASSES } from '../../../src/seal/report.ts';
import type { Difference } from '../../../src/seal/report.ts';
import { Root } from '../../../src/seal/folder/root.ts';
import { verify } from '../../../src/seal/verify.ts';
import { runProgram, runSeal, sealedFolder, writeFolder } from '../../harness/sealed-folders.ts';

const TEXT = 'One-Roof — the “gate” is closed… since 2026-06-12 – so\nNothing is allowed — by default.\n';
const PLAN = { owner: 'Núñez — x', list: [1, 2.5, { a: [], b: {} }], none: null };
const JSON_TEXT = `${JSON.stringify(PLAN, null, 2)}\n`;
const asAscii = (json: string) =>
  json.replace(/[\x80-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

type Case = [name: string, sealed: string, now: string, expected: keyof typeof DRIFT_CLASSES];

/** Cases that the seal alone proves, by the digest of the repaired bytes. */
const PROVEN: Case[] = [
  ['a byte-order mark', TEXT, `\ufeff${TEXT}`, 'bom_prefix'],
  ['no byte-order mark any more', `\ufeff${TEXT}`, TEXT, 'bom_prefix'],
  ['CRLF', TEXT, TEXT.replaceAll('\n', '\r\n'), 'crlf_drift'],
  ['LF', TEXT.replaceAll('\n', '\r\n'), TEXT, 'crlf_drift'],
  ['CR', TEXT, TEXT.replaceAll('\n', '\r'), 'crlf_drift'],
  ['a byte-order mark and CRLF', TEXT, `\ufeff${TEXT.replaceAll('\n', '\r\n')}`, 'bom_prefix'],
  ['one line break more', TEXT, `${TEXT}\n`, 'trailing_newline'],
  ['one line break less', TEXT, TEXT.trimEnd(), 'trailing_newline'],
  ['every em dash a hyphen', TEXT, TEXT.replaceAll('—', '-'), 'emdash_unicode_drift'],
  ['one em dash two hyphens', TEXT, TEXT.replace('—', '--'), 'emdash_unicode_drift'],
  ['an en dash', TEXT, TEXT.replace('—', '–'), 'emdash_unicode_drift'],
  ['hyphens became em dashes', 'a - b\n', 'a — b\n', 'emdash_unicode_drift'],
  ['straight quotes', TEXT, TEXT.replace(/[“”]/g, '"'), 'emdash_unicode_drift'],
  ['curly quotes', 'the "gate"\n', 'the “gate”\n', 'emdash_unicode_drift'],
  ['an ellipsis', TEXT, TEXT.replace('…', '...'), 'emdash_unicode_drift'],
  ['a space that does not break', 'a b\n', 'a\u00a0b\n', 'emdash_unicode_drift'],
  ['another normal form', 'Núñez\n', 'Núñez\n'.normalize('NFD'), 'emdash_unicode_drift'],
  ['UTF-8 encoded twice', 'Núñez\n', Buffer.from('Núñez\n').toString('latin1'), 'emdash_unicode_drift'],
  ['JSON, escaped', JSON_TEXT, asAscii(JSON_TEXT), 'json_ensure_ascii_drift'],
  ['JSON, unescaped', asAscii(JSON_TEXT), JSON_TEXT, 'json_ensure_ascii_drift'],
  ['JSON on one line', JSON_TEXT, JSON.stringify(PLAN), 'json_reformatted'],
  ['JSON indented', JSON.stringify(PLAN), JSON.stringify(PLAN, null, 4), 'json_reformatted'],
  [
    'JSON as Python writes it',
    JSON_TEXT,
    asAscii(JSON.stringify(PLAN).replaceAll(',"', ', "').replaceAll('":', '": ')),
    'json_reformatted',
  ],
];

/** Cases that are a fact, or likely, by lengths; and certain where the sealed bytes are at hand. */
const BY_LENGTH: Case[] = [
  ['a longer word', TEXT, TEXT.replace('closed', 'wide open'), 'edited_content'],
  ['another word of the same length', TEXT, TEXT.replace('closed', 'opened'), 'same_length_change'],
  ['cut off', TEXT, TEXT.slice(0, 30), 'truncated'],
  ['nothing left', TEXT, '', 'truncated'],
];

async function verified(sealed: string, now: string): Promise<Difference[]> {
  const folder = await sealedFolder({ 'file.txt': sealed, 'other.txt': 'x' });
  writeFileSync(join(folder, 'file.txt'), now);
  const report = await verify(folder);
  expect(report.verdict).toBe('different');
  return report.differences;
}

describe('drift, told from the seal alone', () => {
  it.each(PROVEN)('%s', async (_, sealed, now, expected) => {
    expect(await verified(sealed, now)).toMatchObject([
      { class: expected, path: 'file.txt', proven: true, place: { byte: expect.any(Number) as number } },
    ]);
  });

  it.each(BY_LENGTH)('%s', async (_, sealed, now, expected) => {
    expect(await verified(sealed, now)).toMatchObject([
      { class: expected, path: 'file.txt', proven: expected !== 'truncated' || now === '' },
    ]);
  });

  it('also where the manifest has no lengths', async () => {
    const folder = writeFolder({ 'file.txt': TEXT });
    writeFileSync(join(folder, 'SHA256SUMS'), runProgram('sha256sum', ['file.txt'], { cwd: folder }).output);
    writeFileSync(join(folder, 'file.txt'), TEXT.replaceAll('—', '-'));
    expect((await verify(join(folder, 'SHA256SUMS'))).differences).toMatchObject([
      { class: 'emdash_unicode_drift', proven: true },
    ]);
  });

  it('names the first byte that differs, its line and its column in characters', async () => {
    const [difference] = await verified('é\nÜber — x\n', 'é\nÜber - x\n');
    expect(difference?.place).toEqual({ byte: 9, line: 2, column: 6 });
  });

  it('a file that is too large to be explained is told by its length, at once', async () => {
    const large = Buffer.alloc(6_000_000, '- "a" ');
    const folder = await sealedFolder({ large });
    large[5_000_000] = 0;
    writeFileSync(join(folder, 'large'), large);
    expect((await verify(folder)).differences).toMatchObject([{ class: 'same_length_change' }]);
  });
});

describe('drift, with the sealed bytes at hand', () => {
  it.each([...PROVEN, ...BY_LENGTH])('%s', async (_, sealed, now, expected) => {
    const folder = await sealedFolder({ 'file.txt': sealed });
    writeFileSync(join(folder, 'file.txt'), now);
    const against = new Root(writeFolder({ 'file.txt': sealed }));
    const { differences } = await verify(folder, { against });
    against.close();
    expect(differences).toMatchObject([
      { class: expected, proven: true, place: { line: expect.any(Number) as number } },
    ]);
  });

  it('what means the same: JSON in an order that nobody could guess, all look-alikes at once', async () => {
    const before = writeFolder({ 'a.json': '{ "b":1,\n\n"a" :2}', 'b.txt': TEXT, 'c.json': '["\\u00e9\\u002d", "é"]' });
    const after = writeFolder({
      'a.json': '{"a":2,"b":1}',
      'b.txt': TEXT.replaceAll('—', '-').replace(/[“”]/g, '"').replace('…', '...').replace('–', '-'),
      'c.json': '["é\\u002d", "\\u00e9"]',
    });
    const { differences } = await diffFolders(before, after);
    expect(differences.map((one) => one.class)).toEqual([
      'json_reformatted',
      'emdash_unicode_drift',
      'json_ensure_ascii_drift',
    ]);
  });

  it('a reference that is not what was sealed explains nothing', async () => {
    const folder = await sealedFolder({ 'file.txt': 'sealed\n' });
    writeFileSync(join(folder, 'file.txt'), 'now\n');
    const against = new Root(writeFolder({ 'file.txt': 'now\n\n' }));
    expect((await verify(folder, { against })).differences).toMatchObject([{ class: 'truncated', proven: false }]);
    against.close();
  });
});

describe('drift of files', () => {
  const instead = (put: (path: string) => unknown) => (folder: string) => {
    rmSync(join(folder, 'a.txt'));
    put(join(folder, 'a.txt'));
  };

  const moved = async (move: (folder: string) => void): Promise<Difference[]> => {
    const folder = await sealedFolder({ 'a.txt': 'hello', 'sub/b.txt': 'more', 'ü.txt': 'ü' });
    move(folder);
    return (await verify(folder)).differences;
  };

  it.each<[string, (folder: string) => void, Partial<Difference>]>([
    ['missing', (folder) => rmSync(join(folder, 'a.txt')), { class: 'missing_file', path: 'a.txt' }],
    ['unlisted', (folder) => writeFileSync(join(folder, 'c.txt'), ''), { class: 'unlisted_file', path: 'c.txt' }],
    [
      'renamed',
      (folder) => renameSync(join(folder, 'a.txt'), join(folder, 'sub/z.txt')),
      { class: 'renamed', path: 'a.txt', found: 'sub/z.txt' },
    ],
    [
      'other case',
      (folder) => renameSync(join(folder, 'a.txt'), join(folder, 'A.TXT')),
      { class: 'case_or_normal_form_clash', path: 'a.txt', found: 'A.TXT' },
    ],
    [
      'other normal form',
      (folder) => renameSync(join(folder, 'ü.txt'), join(folder, 'ü.txt'.normalize('NFD'))),
      { class: 'case_or_normal_form_clash', path: 'ü.txt' },
    ],
    ['a link', instead((path) => symlinkSync('sub/b.txt', path)), { class: 'symlink', path: 'a.txt' }],
    ['a folder', instead((path) => mkdirSync(path)), { class: 'special_file', path: 'a.txt' }],
    ['a FIFO', instead((path) => runProgram('mkfifo', [path])), { class: 'special_file', path: 'a.txt' }],
  ])('%s', async (_, move, expected) => expect(await moved(move)).toMatchObject([expected]));

  it('permissions, where they can be seen', async () => {
    const [before, after] = [writeFolder({ a: '1' }), writeFolder({ a: '1' })];
    chmodSync(join(after, 'a'), 0o755);
    expect((await diffFolders(before, after)).differences).toMatchObject([
      { class: 'permission', expected: '644', found: '755' },
    ]);
  });

  it('a file that may not be read', async ({ skip }) => {
    const root = process.getuid?.() === 0;
    const folder = await sealedFolder({ a: '1', b: '2' });
    chmodSync(join(folder, 'a'), 0);
    chmodSync(folder, 0o755);
    // Nothing is closed to root: somebody else has to look, and may not read where the sources are.
    const options = root ? { uid: 65_534 } : {};
    const seen = runSeal(['verify', '--json', folder], options);
    if (root && /EACCES|Cannot find module|permission denied/i.test(seen.output) && !seen.output.includes('"verdict"'))
      skip('nobody may not read the sources here');
    expect(seen.status).toBe(1);
    expect(JSON.parse(seen.output)).toMatchObject({
      verdict: 'different',
      differences: [{ class: 'permission', path: 'a' }],
    });
  });

  it('every class has words', () => {
    for (const [name, words] of Object.entries(DRIFT_CLASSES)) expect(words, name).toMatch(/^[A-Za-z]/);
    expect(readFileSync(new URL('../../../docs/seals.md', import.meta.url), 'utf8')).toMatch(
      new RegExp(Object.keys(DRIFT_CLASSES).join('[^]*')),
    );
  });
});
