import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OBJECTS = fileURLToPath(new URL('../../src/database/objects/', import.meta.url));

/**
 * The areas of the SQL, lowest first: the gateway's reads, the folders of `src/database/objects` in the order of their
 * numbers, and the gateway's triggers on Directus's tables. An object refers to its own area and to lower ones only:
 * `npm run check` refuses anything else (decision 59).
 */
export const AREAS: readonly string[] = [
  'gateway',
  ...readdirSync(OBJECTS)
    .filter((name) => /^\d\d_/.test(name))
    .sort()
    .map((name) => name.slice(3)),
  'attachments',
];

/** The areas of tables, domains and types by their files in `schema/`. The first pattern that fits decides. */
const STATE: readonly (readonly [pattern: RegExp, area: string])[] = [
  [/_governance_ledger(_\w+)?\.sql$/, 'ledger'],
  [/_governance_release_write\.sql$/, 'ledger'],
  [/_governance_release\.sql$/, 'progress'],
  [/_governance_plan\.sql$/, 'plan'],
  [/_(governance_ruleset|governance_proposed_change\w*|required_object|class_answer)\.sql$/, 'changes'],
  [
    /_(governance_rehearsal|rehearsal_\w+|governance_simulated_approval|governance_build_authorization)\.sql$/,
    'releases',
  ],

  [/^0001_foundation\//, 'foundation'],
  [/^0002_ownership\//, 'ownership'],
  [/^0003_scanning\//, 'scanning'],
  [/^0004_events\//, 'events'],
  [/^0005_ratification\//, 'requests'],
  [/^0006_tools\//, 'tools'],
  [/^0008_guards\//, 'guards'],
  [/^0009_ledger_triggers\//, 'ledger'],
];

/**
 * The area of a file, by its path in `src/database`.
 *
 * @throws an Error for a file that belongs to no area.
 */
export function areaOf(file: string): string {
  const [, folder = '', rest = ''] = /^(\w+)\/(.*)$/.exec(file) ?? [];
  const area =
    folder === 'gateway'
      ? rest.startsWith('attachments/')
        ? 'attachments'
        : 'gateway'
      : folder === 'objects'
        ? AREAS.find((name) => new RegExp(`^\\d\\d_${name}/`).test(rest))
        : STATE.find(([pattern]) => folder === 'schema' && pattern.test(rest))?.[1];
  if (area === undefined) throw new Error(`${file} belongs to no area of script/sql/areas.ts`);
  return area;
}

/** The place of an area in their order. */
export function rankOf(area: string): number {
  return AREAS.indexOf(area);
}
