import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The paths of the files with this ending, below a folder, at any depth. */
function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

/** The folders directly below a folder, by their paths. */
function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));
}

/** The text of a page without its code: what is in code links nowhere. */
function prose(page: string): string {
  return readFileSync(page, 'utf8')
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, '`code`');
}

/** Links of a page inside the project: a file, and a heading in it. */
function linksOf(page: string): { target: string; file: string; heading: string }[] {
  return Array.from(prose(page).matchAll(/\]\((?<target>[^)\s]+)\)/g), ({ groups }) => groups?.['target'] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', heading = ''] = target.split('#');
      return { target, file: path === '' ? page : join(dirname(page), path), heading };
    });
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): string[] {
  return Array.from(readFileSync(page, 'utf8').matchAll(/^#+ (?<title>.+)$/gm), ({ groups }) =>
    (groups?.['title'] ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'hosts/README.md',
  ...filesBelow('docs', '.md'),
  ...filesBelow('src', 'README.md'),
];

describe('links', () => {
  it.each(PAGES)('%s links to files and headings that are there', (page) => {
    const broken = linksOf(page)
      .filter(({ file, heading }) => !existsSync(file) || (heading !== '' && !anchorsOf(file).includes(heading)))
      .map(({ target }) => target);
    expect(broken).toEqual([]);
  });

  it('the index of the docs links every page, and the index of decisions every decision', () => {
    const pages = filesBelow('docs', '.md').filter((page) => page !== 'docs/README.md' && dirname(page) === 'docs');
    const linked = linksOf('docs/README.md').map(({ file }) => file);
    expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
    expect(linked).toContain('docs/decisions/README.md');

    const decisions = filesBelow('docs/decisions', '.md').filter((page) => !page.endsWith('README.md'));
    const listed = linksOf('docs/decisions/README.md').map(({ file }) => file);
    expect(decisions.filter((page) => !listed.includes(page))).toEqual([]);
  });
});

describe('the map and the rooms', () => {
  it('every room of the sources, of the domain and of the schema says what it is for', () => {
    const rooms = [
      ...foldersIn('src'),
      ...foldersIn('src/governance'),
      ...foldersIn('src/database'),
      ...foldersIn('src/database/objects'),
    ];
    expect(rooms.length).toBeGreaterThan(30);
    expect(rooms.filter((room) => !existsSync(join(room, 'README.md')))).toEqual([]);
  });

  it.each(['docs/architecture.md', ...filesBelow('src', 'README.md')])('%s names files that are there', (page) => {
    const known = [...filesBelow('src', ''), ...filesBelow('release', ''), ...filesBelow('build', '')];
    const names = Array.from(
      readFileSync(page, 'utf8').matchAll(/`(?<name>[\w./-]*[\w-](?:\.(?:ts|vue|sql|mjs|js|sh)|\/))`/g),
      ({ groups }) => groups?.['name'] ?? '',
    ).filter((name) => name !== '');
    const isThere = (name: string) =>
      existsSync(name) || existsSync(join(dirname(page), name)) || known.some((file) => file.endsWith(`/${name}`));
    expect(names.filter((name) => !isThere(name))).toEqual([]);
  });

  it('the map names every room, and no other', () => {
    const table = /^\| room [\s\S]*?\n\n/m.exec(readFileSync('docs/architecture.md', 'utf8'))?.[0] ?? '';
    const named = table
      .split('\n')
      .slice(2)
      .flatMap((line) => Array.from(line.split('|')[1]?.matchAll(/`(\w+)`/g) ?? [], ([, room]) => `src/${room ?? ''}`));
    expect(named.sort()).toEqual(foldersIn('src').sort());
  });

  it('the glossary has each word once, in the order of the alphabet', () => {
    const words = Array.from(
      readFileSync('docs/glossary.md', 'utf8').matchAll(/^- \*\*(?<word>.+?)\*\*:/gm),
      ({ groups }) => (groups?.['word'] ?? '').toLowerCase(),
    );
    expect(words.length).toBeGreaterThan(80);
    expect(words).toEqual([...new Set(words)].sort());
  });
});

describe('what is cited', () => {
  it('nothing appeals to a design that a reader does not have', () => {
    const texts = [
      ...PAGES,
      ...['.ts', '.vue', '.sql', '.sh'].flatMap((ending) =>
        ['src', 'tests', 'release', 'script', 'build'].flatMap((folder) => filesBelow(folder, ending)),
      ),
    ].filter((file) => !file.endsWith('docs.test.ts'));
    expect(texts.length).toBeGreaterThan(1000);
    expect(texts.filter((file) => /\bthe design\b|\(design: /i.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
