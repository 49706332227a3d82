import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** Path of the record of what was over before the rules came (docs/decisions/0058-house-and-time.md). */
const BASELINE = 'script/check/house-baseline.json';

const FOLDERS = ['src', 'tests', 'bench', 'script', 'hosts', 'demo', 'build', 'release'];
const SOURCE = /\.(?:ts|vue|sql|mjs|js)$/;

const MOST_LINES = 300;
const MOST_FILES = 15;

/** Matches the reason of a long file, which is a comment of its first line. */
const LONG = /^(?:\/\/|--|<!--) long: \S/;

/** Matches the reason of a flat folder, which is a line of its README.md. */
const FLAT = /^Flat: \S/m;

const OPENING = '(?:What|Who|Whoever|Whatever|Where|Whether)\\b';
const DOC_COMMENT = new RegExp(`/\\*\\*[\\s*]*${OPENING}`, 'g');
const SQL_COMMENT = new RegExp(`\\bcomment on\\b[^;']*?\\bis\\s+E?'${OPENING}`, 'gi');

const Amounts = z.record(z.string(), z.number().int().positive());
const Baseline = z.strictObject({ lines: Amounts, files: Amounts, openings: Amounts });

/** By how much each path is over each rule: lines of a file, files of a folder, comments of a file. */
export type Offences = z.infer<typeof Baseline>;
type Rule = keyof Offences;

const RULES: Record<Rule, { unit: string; advice: string }> = {
  lines: {
    unit: `lines over ${MOST_LINES}`,
    advice: 'split it, or begin it with a comment "long: REASON"',
  },
  files: {
    unit: `files over ${MOST_FILES}`,
    advice: 'give it rooms, or its README.md a line "Flat: REASON"',
  },
  openings: {
    unit: 'comments that begin with What, Who, Whoever, Whatever, Where or Whether',
    advice: 'begin with a noun or a third-person verb',
  },
};

/**
 * Compares the sources with the rules of the house and with what was over before they came.
 *
 * @param shrink writes the record anew where it may, before it is compared
 * @returns what is wrong, one line per path.
 */
export function checkHouse(project: string, shrink: boolean): string[] {
  const found = findOffences(project, sourcesOf(project));
  const path = join(project, BASELINE);
  const recorded = Baseline.parse(JSON.parse(readFileSync(path, 'utf8')));
  if (!shrink) return houseComplaints(found, recorded);
  const shrunk = shrinkBaseline(found, recorded);
  writeFileSync(path, `${JSON.stringify(shrunk, null, 2)}\n`);
  return houseComplaints(found, shrunk);
}

/** Measures files, named by their path in the project, against the three rules. */
export function findOffences(project: string, files: readonly string[]): Offences {
  const sources = files
    .filter((file) => SOURCE.test(file))
    .map((file) => [file, readFileSync(join(project, file), 'utf8')] as const);
  return {
    lines: over(sources.map(([file, text]) => [file, LONG.test(text) ? 0 : linesOf(text) - MOST_LINES])),
    files: over(
      filesPerFolder(files).map(([folder, count]) => [folder, isFlat(project, folder) ? 0 : count - MOST_FILES]),
    ),
    openings: over(sources.map(([file, text]) => [file, openingsOf(file, text)])),
  };
}

/** Says where the sources are further over a rule than the record, and where the record allows more than there is. */
export function houseComplaints(found: Offences, recorded: Offences): string[] {
  return rules().flatMap((rule) => {
    const paths = new Set([...Object.keys(found[rule]), ...Object.keys(recorded[rule])]);
    return [...paths]
      .sort()
      .flatMap((path) => complaint(rule, path, found[rule][path] ?? 0, recorded[rule][path] ?? 0));
  });
}

/** Lowers the record to what there is. A rule whose sum has grown keeps its record, so that files may move and nothing may grow. */
export function shrinkBaseline(found: Offences, recorded: Offences): Offences {
  const shrunk = rules().map(
    (rule) => [rule, sumOf(found[rule]) <= sumOf(recorded[rule]) ? found[rule] : recorded[rule]] as const,
  );
  return Baseline.parse(Object.fromEntries(shrunk));
}

function complaint(rule: Rule, path: string, found: number, allowed: number): string[] {
  const { unit, advice } = RULES[rule];
  if (found > allowed) return [`${path}: ${found} ${unit}, ${allowed} allowed: ${advice}`];
  if (found === allowed) return [];
  return [`${path}: ${found} ${unit}, but ${BASELINE} still allows ${allowed}: npm run check -- --only house --shrink`];
}

const rules = () => Object.keys(RULES) as Rule[];

/** Keeps what is over, in the order of paths. */
function over(amounts: (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(
    amounts.filter(([, amount]) => amount > 0).sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

const sumOf = (amounts: Record<string, number>) => Object.values(amounts).reduce((sum, amount) => sum + amount, 0);

const linesOf = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

const openingsOf = (file: string, text: string) =>
  text.match(file.endsWith('.sql') ? SQL_COMMENT : DOC_COMMENT)?.length ?? 0;

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
