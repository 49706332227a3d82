import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createSeal } from '../../seal/create-seal.ts';
import { diffFolders } from '../../seal/diff-folders.ts';
import { makePacket } from '../../seal/make-packet.ts';
import type { Report } from '../../seal/report.ts';
import { Root } from '../../seal/folder/root.ts';
import { VERIFIER } from '../../seal/verifier-text.ts';
import { verify } from '../../seal/verify.ts';

/** Outcome of one damage: the class of the only difference, or the verdict if there is none. */
export interface Case {
  name: string;
  expected: string;
  found: string;
}

const TEXT = 'One-Roof — the “gate” is closed.\nNothing is allowed by default.\n';
const JSON_TEXT = `${JSON.stringify({ owner: 'Núñez', scopes: ['audit', 'policy'], share: 1.5 }, null, 2)}\n`;

/** Ways in which a seal breaks: what is done to the folder, and what has to be said of it. */
const DAMAGES: readonly (readonly [
  name: string,
  expected: string,
  damage: (path: (name: string) => string) => void,
])[] = [
  ['nothing', 'equal', () => undefined],
  ['another word, longer', 'edited_content', edit('text.txt', (text) => text.replace('closed', 'wide open'))],
  ['another byte', 'same_length_change', edit('text.txt', (text) => text.replace('closed', 'opened'))],
  ['cut off', 'truncated', (path) => truncateSync(path('text.txt'), 20)],
  ['line break at the end', 'trailing_newline', edit('text.txt', (text) => `${text}\n`)],
  ['byte-order mark', 'bom_prefix', edit('text.txt', (text) => `\ufeff${text}`)],
  ['line endings', 'crlf_drift', edit('text.txt', (text) => text.replaceAll('\n', '\r\n'))],
  ['em dash', 'emdash_unicode_drift', edit('text.txt', (text) => text.replace('—', '-'))],
  [
    'escaped JSON',
    'json_ensure_ascii_drift',
    edit('plan.json', (text) => text.replace('ú', '\\u00fa').replace('ñ', '\\u00f1')),
  ],
  ['reformatted JSON', 'json_reformatted', edit('plan.json', (text) => JSON.stringify(JSON.parse(text)))],
  ['a file less', 'missing_file', (path) => rmSync(path('text.txt'))],
  ['a file more', 'unlisted_file', (path) => writeFileSync(path('more.txt'), 'more')],
  ['another name', 'renamed', (path) => renameSync(path('text.txt'), path('other.txt'))],
  ['another case of a name', 'case_or_normal_form_clash', (path) => renameSync(path('text.txt'), path('Text.txt'))],
  ['a link', 'symlink', instead((path) => symlinkSync('plan.json', path))],
  ['a folder in its place', 'special_file', instead(mkdirSync)],
  ['no manifest', 'malformed', (path) => rmSync(manifestOf(path))],
  ['an empty manifest', 'malformed', (path) => truncateSync(manifestOf(path))],
  [
    'a manifest of an unknown algorithm',
    'malformed',
    (path) => renameSync(manifestOf(path), manifestOf(path).replace('sha256', 'sha0')),
  ],
  [
    'a path that leaves the folder',
    'malformed',
    (path) => writeFileSync(manifestOf(path), `${'0'.repeat(64)}  ../outside\n`),
  ],
  [
    'an upper-case digit in the manifest',
    'malformed',
    (path) => writeFileSync(manifestOf(path), upperCase(readFileSync(manifestOf(path), 'latin1'))),
  ],
];

/** Runs all cases in an empty folder, on a seal and on a packet, and one on `diff`. */
export async function runSelftest(folder: string): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [name, expected, damage] of DAMAGES) {
    for (const kind of ['seal', 'packet'] as const) {
      const place = join(folder, `${cases.length}`);
      const inside = await makeSealed(place, kind);
      damage((file) => join(inside, file));
      cases.push({ name: `${kind}, ${name}`, expected, found: shortened(await verify(place)) });
    }
  }
  const [before, after] = [join(folder, 'before'), join(folder, 'after')];
  await makeSealed(before, 'seal');
  await makeSealed(after, 'seal');
  chmodSync(join(after, 'text.txt'), 0o755);
  cases.push({
    name: 'diff, other permissions',
    expected: 'permission',
    found: shortened(await diffFolders(before, after)),
  });
  return cases;
}

async function makeSealed(place: string, kind: 'seal' | 'packet'): Promise<string> {
  const source = kind === 'seal' ? place : `${place}-source`;
  mkdirSync(source);
  writeFileSync(join(source, 'text.txt'), TEXT, { mode: 0o644 });
  writeFileSync(join(source, 'plan.json'), JSON_TEXT, { mode: 0o644 });
  if (kind === 'packet') {
    await makePacket(source, place, { verifier: VERIFIER });
    return join(place, 'data');
  }
  const root = new Root(place);
  await createSeal(root);
  root.close();
  return place;
}

/** In a packet the manifest lies beside the payload. */
function manifestOf(path: (name: string) => string): string {
  const here = path('manifest-sha256.txt');
  return existsSync(here) ? here : path('../manifest-sha256.txt');
}

function edit(name: string, change: (text: string) => string) {
  return (path: (name: string) => string): void => writeFileSync(path(name), change(readFileSync(path(name), 'utf8')));
}

/** Something else in the place of a file. */
function instead(put: (path: string) => unknown) {
  return (path: (name: string) => string): void => {
    rmSync(path('text.txt'));
    put(path('text.txt'));
  };
}

function upperCase(manifest: string): string {
  return manifest.replace(/[a-f]/, (digit) => digit.toUpperCase());
}

function shortened({ verdict, differences }: Report): string {
  return verdict === 'different' ? [...new Set(differences.map((difference) => difference.class))].join(', ') : verdict;
}
