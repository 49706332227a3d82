import tierFiles from '../../release/tiers?files';
import schemaFiles from './schema?files';
import { MIGRATION_TABLE } from './sql-text.ts';

/** The name of the file of an area that puts rules on its tables. */
const RULES = 'rules.sql';

/**
 * The figures of all tiers as one expression: each `figures.sql` is a query of one row, whose columns are the figures of its tier.
 * The names in it mean ours.
 */
const FIGURES: string = Object.entries(tierFiles)
  .filter(([path]) => path.endsWith('/figures.sql'))
  .map(([, text]) => `(select to_jsonb(f) from (\n${text.trim()}\n) f)`)
  .join(' || ');

/** A statement that creates a table or view, at the beginning of a line. */
const RELATION = /^create (?:or replace )?(?:table|view) (\w+)/gm;

/** The names of the tables and views that the SQL of migrations and definitions creates, and the two of the migrator, as an array. */
function baseRelations(definitions: readonly string[]): string {
  const texts = [...Object.values(schemaFiles), ...definitions];
  const names = texts.flatMap((text) => [...text.matchAll(RELATION)].map(([, name]) => name ?? ''));
  return `'{${[...new Set([...names, MIGRATION_TABLE, `${MIGRATION_TABLE}_lock`])].sort().join(',')}}'::text[]`;
}

/**
 * Orders the files of `objects/` so that each can be run: functions with their triggers, views, then the rules of tables.
 * The bodies of functions are checked at the end (check-bodies.sql), so functions need no order among themselves.
 *
 * @param files texts by path, in the order of the areas
 */
export function definitionsOf(files: Readonly<Record<string, string>>): string[] {
  const views = new Map<string, string>();
  const functions: string[] = [];
  const rules: string[] = [];
  for (const [path, text] of Object.entries(files)) {
    const name = path.split('/').at(-1) ?? '';
    if (name === RULES) rules.push(text);
    else if (name.startsWith('v_')) views.set(name.replace(/\.sql$/, ''), text);
    else functions.push(text);
  }
  const all = [...functions, ...inOrderOfUse(views), ...rules];
  return all.map((text) => text.replace(':figures', () => FIGURES).replace(':relations', () => baseRelations(all)));
}

/** Puts each view behind those that it names. */
function inOrderOfUse(views: ReadonlyMap<string, string>): string[] {
  const ordered = new Set<string>();
  const add = (name: string, text: string, users: readonly string[]) => {
    for (const used of new Set(text.match(/\bv_\w+/g))) {
      const other = views.get(used);
      if (other !== undefined && used !== name && !users.includes(used)) add(used, other, [...users, name]);
    }
    ordered.add(text);
  };
  for (const [name, text] of views) add(name, text, []);
  return [...ordered];
}
