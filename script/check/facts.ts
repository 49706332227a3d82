import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { codeOf } from './code-of.ts';

/** A fact that stands in one place, and what a copy of it looks like. */
interface Fact {
  fact: string;
  place: string;
  copy: RegExp;
  /** The files that could have a copy. */
  files: RegExp;
}

const ROLE = "'one_roof_(?:owner|gateway|reader|operator|runtime)'";

const SCRIPTS = /^src\/.*\.(?:ts|vue)$/;

/** Facts whose copies can be told by their form (docs/architecture.md has all of them). Comments may name a fact. */
const FACTS: readonly Fact[] = [
  {
    fact: 'a list of our roles',
    place: 'src/database/roles.ts',
    copy: new RegExp(`${ROLE}\\s*,\\s*${ROLE}`),
    files: /^src\/(?!database\/schema\/).*\.(?:ts|sql)$/,
  },
  {
    fact: 'a SQLSTATE of PostgreSQL',
    place: 'src/database/sessions/sqlstates.ts',
    copy: /['"](?:0[0-9A-Z]|2[0-9A-Z]|3[0-9A-Z]|4[0-9A-Z]|5[0-9A-Z]|P0|XX)(?=[0-9A-Z]{0,2}\d)[0-9A-Z]{3}['"]/,
    files: SCRIPTS,
  },
  {
    fact: 'a SQLSTATE of ours',
    place: 'src/contract/errors.ts',
    copy: /['"`]OR\d{3}['"`]/,
    files: SCRIPTS,
  },
  {
    fact: 'the base path of the contract',
    place: 'src/contract/paths.ts',
    copy: /['"`]\/one-roof\/v\d/,
    files: SCRIPTS,
  },
  {
    fact: 'an exit code',
    place: 'src/contract/errors.ts, or src/seal/report.ts for one-roof-seal',
    copy: /\bexitCode\s*[:=]\s*\d|\bprocess\.exit\(\s*\d/,
    files: SCRIPTS,
  },
  {
    fact: 'the form of a digest',
    place: 'src/contract/digest.ts',
    copy: /\[0-9a-f\]\{64\}/,
    files: SCRIPTS,
  },
];

/**
 * Names the copies of facts that have one place (docs/decisions/0064-one-fact-one-place.md).
 *
 * @returns what is wrong, one line per file and fact.
 */
export function checkFacts(project: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', 'src'], {
    cwd: project,
    encoding: 'utf8',
  });
  return listed
    .split('\0')
    .filter((file) => /\.(?:ts|vue|sql)$/.test(file) && existsSync(join(project, file)))
    .flatMap((file) => copiesIn(file, readFileSync(join(project, file), 'utf8')));
}

/** Complaints about the text of one file. */
export function copiesIn(file: string, text: string): string[] {
  const facts = FACTS.filter(({ files, place }) => files.test(file) && !place.includes(file));
  if (!facts.some(({ copy }) => copy.test(text))) return [];
  const code = withoutComments(file, text);
  return facts.flatMap(({ fact, place, copy }) => {
    const [found] = copy.exec(code) ?? [];
    return found === undefined ? [] : [`${file}: ${found} repeats ${fact}, which stands in ${place}`];
  });
}

const withoutComments = (file: string, text: string) =>
  codeOf(file, extname(file) === '.vue' ? text.replaceAll(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '') : text);
