import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A word that stands for something else, or for nothing any more, in some places. */
interface ForbiddenWord {
  word: RegExp;
  /** The paths where it may not stand. */
  place: RegExp;
  instead: string;
}

/** Text that people and programs read. What has state is frozen, and decisions and changesets tell of their day. */
const READ = /^(?:src\/(?!database\/schema\/|seal\/)|release\/|docs\/(?!decisions\/|schema\.md)|README\.md)/;

/** Everything that speaks the HTTP contract. */
const HTTP = /^(?:src\/(?:contract|client|app|modules|interfaces|panels)\/|docs\/(?:openapi\.json|read-contract\.md))/;

/** Prose of the docs that people write. docs/schema.md is generated from comments in SQL. */
const PROSE = /^(?:README\.md$|docs\/(?!schema\.md$)[\w-]+\.md$)/;

/** One word for one thing (docs/glossary.md, docs/decisions/0063-vocabulary.md). */
const FORBIDDEN: readonly ForbiddenWord[] = [
  { word: /\bowner_gov_code\b/, place: HTTP, instead: 'owner' },
  { word: /\bgroup_code\b/, place: HTTP, instead: 'group' },
  { word: /\bunowned_since\b/, place: HTTP, instead: 'since' },
  {
    word: /\bnobody stands behind\b|\bowners? (?:who|that|which) (?:is|are) gone\b|\bowner gone\b/i,
    place: READ,
    instead: 'dead owner',
  },
  { word: /^-- Guard\b/m, place: /^src\/database\/objects\//, instead: 'Table rule: guards are on tables of Directus' },
  { word: /\bReleasePlan\b/, place: READ, instead: 'ReleaseManifest: the plan is plan.yaml' },
  { word: /\bwhoever\b/i, place: PROSE, instead: 'name the person: anybody who, the owner, the proposer' },
  { word: /\bha(?:s|ve) to\b/i, place: PROSE, instead: 'must' },
  { word: /\bcarr(?:y|ies|ied) (?:it |them )?out\b/i, place: PROSE, instead: 'apply' },
];

/** Names the lines on which a word stands that the glossary does not use there. */
export function checkVocabulary(project: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', 'src', 'release', 'docs', 'README.md'], {
    cwd: project,
    encoding: 'utf8',
  });
  return listed
    .split('\0')
    .filter((file) => /\.(?:ts|vue|sql|md|json|sh)$/.test(file) && existsSync(join(project, file)))
    .flatMap((file) => forbiddenWords(file, readFileSync(join(project, file), 'utf8')));
}

/** The complaints about the text of one file. */
export function forbiddenWords(file: string, text: string): string[] {
  const rules = FORBIDDEN.filter(({ place }) => place.test(file));
  return text.split('\n').flatMap((line, index) =>
    rules.flatMap(({ word, instead }) => {
      const [found] = word.exec(line) ?? [];
      return found === undefined ? [] : [`${file}:${index + 1}: "${found}" is not our word here: ${instead}`];
    }),
  );
}
