import tierFiles from '../../release/tiers?files';

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
  return all.map((text) => text.replace(':figures', () => FIGURES));
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
