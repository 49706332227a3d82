import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse, parseDocument } from 'yaml';
import { z } from 'zod';
import seed from './seed.json' with { type: 'json' };

// The reference case, whole or as much of it as a limit on collections allows. What is left out follows from one rule, so
// that there is one case and not two.

const Snapshot = z.object({
  collections: z.array(
    z.looseObject({
      collection: z.string(),
      meta: z.looseObject({ group: z.string().nullable() }),
      schema: z.unknown(),
    }),
  ),
  fields: z.array(z.looseObject({ collection: z.string() })),
});
const Plan = z.object({
  scopes: z.record(z.string(), z.unknown()),
  owners: z.record(z.string(), z.unknown()),
  groups: z.record(z.string(), z.object({ folder: z.string(), owner: z.string() })),
});

/** The case as a Directus takes it: what to load into it, and the figures that must come out. */
export interface ReferenceCase {
  /** How many collections the whole case has. */
  whole: number;
  /** The groups of the plan, with the collections of their folders in the order of the snapshot. */
  groups: { code: string; owner: string; collections: string[] }[];
  objects: number;
  scopes: number;
  cells: number;
  /** A Directus schema snapshot, YAML. */
  snapshot: string;
  /** The plan, YAML. */
  plan: string;
  /** Items of the collections that are in it. */
  items: Record<string, Record<string, unknown>[]>;
}

/**
 * The reference case with at most `limit` collections. Of every folder as many collections are kept as of every other, the
 * first ones, as long as it has any: so no group disappears, and the smallest groups are whole. Within 25: 10 of the 16 of
 * governance, 10 of the 14 of registry, and all five of the three others.
 *
 * @throws RangeError if not even one collection of each folder fits.
 */
export function referenceCase(limit = Infinity): ReferenceCase {
  const [snapshot, plan] = [read('snapshot.yaml'), read('plan.yaml')];
  const { collections } = Snapshot.parse(parse(snapshot));
  const { groups, scopes } = Plan.parse(parse(plan));
  const whole = collections.filter(({ schema }) => schema !== null).length;
  const all = Object.entries(groups).map(([code, { folder, owner }]) => ({
    code,
    owner,
    collections: collections
      .filter(({ meta, schema }) => meta.group === folder && schema !== null)
      .map(({ collection }) => collection),
  }));
  const within = (each: number) => all.map((group) => ({ ...group, collections: group.collections.slice(0, each) }));
  const fitting = Array.from({ length: whole }, (_, less) => within(whole - less)).find(
    (some) => countOf(some) <= limit,
  );
  if (fitting === undefined)
    throw new RangeError(`The reference case has ${all.length} groups, which do not fit into ${limit} collections`);

  const kept = new Set(fitting.flatMap((group) => group.collections));
  const figures = { whole, groups: fitting, objects: kept.size, scopes: Object.keys(scopes).length };
  const cells = figures.objects * figures.scopes;
  const left = {
    ...figures,
    cells,
    items: Object.fromEntries(Object.entries(seed.items).filter(([collection]) => kept.has(collection))),
  };
  if (kept.size === whole) return { ...left, snapshot, plan };
  const isKept = (collection: string) =>
    kept.has(collection) || !all.some((group) => group.collections.includes(collection));
  return { ...left, snapshot: snapshotOf(snapshot, isKept), plan: planOf(plan, figures.objects, cells) };
}

const read = (name: string) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');

const countOf = (groups: ReferenceCase['groups']) => groups.reduce((sum, group) => sum + group.collections.length, 0);

function snapshotOf(text: string, isKept: (collection: string) => boolean): string {
  const document = parseDocument(text);
  document.commentBefore = ' The reference case, as much of it as a limit on collections allows.';
  for (const [part, entries] of Object.entries(Snapshot.parse(document.toJS())))
    document.set(
      part,
      entries.filter(({ collection }) => isKept(collection)),
    );
  return document.toString();
}

function planOf(text: string, objects: number, cells: number): string {
  const document = parseDocument(text);
  document.commentBefore = ' The plan of the reference case, for as much of it as a limit on collections allows.';
  for (const [name, value] of Object.entries({ objects, cells, gap: cells })) document.setIn(['expected', name], value);
  return document.toString();
}
