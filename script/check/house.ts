import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { roomCycles } from './room-cycles.ts';

const FOLDERS = ['src', 'tests', 'bench', 'script', 'hosts', 'demo', 'build', 'release'];
const SOURCE = /\.(?:ts|vue|sql|mjs|js)$/;

const MOST_LINES = 300;
const MOST_FILES = 15;

/** Matches the reason of a long file, which is a comment of its first line. */
const LONG = /^(?:\/\/|--|<!--) long: \S/;

/** Matches the reason of a flat folder, which is a line of its README.md. */
const FLAT = /^Flat: \S/m;

const MOST_COLUMNS = 120;

/** A literal of this many characters may make a line too long: nothing is gained where it is put together again. */
const LONG_LITERAL = 60;

/** Matches SQL that can still be laid out: what has state is frozen. TypeScript and prose are Prettier's. */
const LAID_OUT = /^(?:src\/(?!database\/schema\/)|release\/).*\.sql$/;

const OPENING = '(?:What|Who|Whoever|Whatever|Where|Whether)\\b';
const DOC_COMMENT = new RegExp(`/\\*\\*[\\s*]*${OPENING}`, 'g');
const SQL_COMMENT = new RegExp(`\\bcomment on\\b[^;']*?\\bis\\s+E?'${OPENING}`, 'gi');

/** Matches a table of ours in a statement that writes. What Directus's tables hold is written as Directus writes it. */
const TABLE = '\\s+(?:only\\s+)?(?!"?directus_)["$\\w]\\S*';
const WRITES = new RegExp(
  `\\b(?:insert\\s+into|delete\\s+from|merge\\s+into)${TABLE}|\\bupdate${TABLE}\\s+(?:(?:as\\s+)?\\w+\\s+)?set\\b`,
  'gi',
);

/** Matches where such statements may stand: in the SQL beside the tables, and outside the product. */
const WRITERS = /^src\/database\/.*\.sql$|^(?!src\/)/;

type Rule = 'lines' | 'columns' | 'files' | 'openings' | 'writes';

/** Excess of each path over each rule: lines of a file, files of a folder, lines and comments in a file. */
export type Offences = Record<Rule, Record<string, number>>;

const RULES: Record<Rule, { unit: string; advice: string }> = {
  lines: {
    unit: `lines over ${MOST_LINES}`,
    advice: 'split it, or begin it with a comment "long: REASON"',
  },
  columns: {
    unit: `lines over ${MOST_COLUMNS} columns`,
    advice: 'break them; a literal of 60 characters may be longer',
  },
  files: {
    unit: `files over ${MOST_FILES}`,
    advice: 'give it rooms, or its README.md a line "Flat: REASON"',
  },
  openings: {
    unit: 'comments that begin with What, Who, Whoever, Whatever, Where or Whether',
    advice: 'begin with a noun or a third-person verb',
  },
  writes: {
    unit: 'statements that write our tables',
    advice: 'call a function of src/database/objects',
  },
};

/**
 * Compares the sources with the rules of the house (docs/decisions/0058-house-and-time.md).
 *
 * @returns what is wrong, one line per path.
 */
export function checkHouse(project: string): string[] {
  const sources = sourcesOf(project);
  return [...houseComplaints(findOffences(project, sources)), ...roomCycles(project, sources)];
}

/** Measures files, named by their path in the project, against the rules. */
export function findOffences(project: string, files: readonly string[]): Offences {
  const sources = files
    .filter((file) => SOURCE.test(file))
    .map((file) => [file, readFileSync(join(project, file), 'utf8')] as const);
  return {
    lines: over(sources.map(([file, text]) => [file, LONG.test(text) ? 0 : linesOf(text) - MOST_LINES])),
    columns: over(sources.map(([file, text]) => [file, LAID_OUT.test(file) ? wideLinesOf(text) : 0])),
    files: over(
      filesPerFolder(files).map(([folder, count]) => [folder, isFlat(project, folder) ? 0 : count - MOST_FILES]),
    ),
    openings: over(sources.map(([file, text]) => [file, openingsOf(file, text)])),
    writes: over(sources.map(([file, text]) => [file, WRITERS.test(file) ? 0 : writesOf(text)])),
  };
}

/** Complaints about everything that is over a rule, with what to do. */
export function houseComplaints(found: Offences): string[] {
  return (Object.keys(RULES) as Rule[]).flatMap((rule) =>
    Object.entries(found[rule]).map(
      ([path, amount]) => `${path}: ${amount} ${RULES[rule].unit}: ${RULES[rule].advice}`,
    ),
  );
}

/** Keeps what is over, in the order of paths. */
function over(amounts: (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(
    amounts.filter(([, amount]) => amount > 0).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

const linesOf = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

const wideLinesOf = (text: string) =>
  text.split('\n').filter((line) => line.length > MOST_COLUMNS && longestLiteralOf(line) < LONG_LITERAL).length;

const longestLiteralOf = (line: string) =>
  Math.max(0, ...(line.match(/'(?:[^']|'')*'/g) ?? []).map((literal) => literal.length));

const openingsOf = (file: string, text: string) =>
  text.match(file.endsWith('.sql') ? SQL_COMMENT : DOC_COMMENT)?.length ?? 0;

const writesOf = (text: string) => text.match(WRITES)?.length ?? 0;

/** Counts the files of each folder, without its README. */
function filesPerFolder(files: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const file of files.filter((name) => basename(name) !== 'README.md'))
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts];
}

function isFlat(project: string, folder: string): boolean {
  const path = join(project, folder, 'README.md');
  return existsSync(path) && FLAT.test(readFileSync(path, 'utf8'));
}

/** Lists the files of our folders that git knows or would know. */
function sourcesOf(project: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...FOLDERS], {
    cwd: project,
    encoding: 'utf8',
  });
  return listed.split('\0').filter((file) => file !== '' && existsSync(join(project, file)));
}
