import type { Plan } from '../../../../contract/plan.ts';
import type { SqlFile } from './sql-file.ts';
import { constantText, isTree, nodes } from './tree.ts';

/** How many owner rows a plan asserts: per group and scope an anchor, per exception a row of its own (plan_anchor() in SQL). */
export function assertedRows(plan: Pick<Plan, 'scopes' | 'groups' | 'exceptions'>): {
  anchors: number;
  exceptions: number;
} {
  const scopes = Object.keys(plan.scopes);
  const anchors = Object.values(plan.groups).flatMap(({ owner, owners }) =>
    scopes.filter((scope) => (owners[scope] ?? owner) !== undefined),
  );
  const exceptions = Object.values(plan.exceptions).flatMap((owners) => Object.keys(owners));
  return { anchors: anchors.length, exceptions: exceptions.length };
}

/**
 * How many owner rows the data in a file are: rows of VALUES, and objects in constants of JSON, that name a scope and an owner of the plan.
 * In whatever form the data are written, a row of ownership says these two.
 */
export function ownerRowsIn({ statements }: SqlFile, plan: Plan): number {
  const isOwnerRow = (values: readonly unknown[]) =>
    values.some((value) => typeof value === 'string' && Object.hasOwn(plan.scopes, value)) &&
    values.some((value) => typeof value === 'string' && Object.hasOwn(plan.owners, value));
  const outside = statements.filter(({ inFunction }) => !inFunction);
  const rows = outside.flatMap(({ tree }) => [...valueRows(tree)]);
  const objects = outside
    .flatMap(({ tree }) => [...nodes(tree, 'A_Const')])
    .flatMap((constant) => objectsIn(jsonOf(constantText({ A_Const: constant }))));
  return [...rows, ...objects].filter(isOwnerRow).length;
}

function* valueRows(value: unknown): Generator<(string | null)[]> {
  if (Array.isArray(value)) {
    for (const item of value) yield* valueRows(item);
  } else if (isTree(value)) {
    const lists: unknown[] = Array.isArray(value.valuesLists) ? value.valuesLists : [];
    for (const list of nodes(lists, 'List')) yield (Array.isArray(list.items) ? list.items : []).map(constantText);
    for (const inner of Object.values(value)) yield* valueRows(inner);
  }
}

function jsonOf(text: string | null): unknown {
  if (text === null || !/^\s*[[{]/.test(text)) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null; // an array of PostgreSQL, or text
  }
}

/** The values of every object at any depth, and of every list in a list. */
function objectsIn(json: unknown): unknown[][] {
  if (Array.isArray(json)) return [...json.filter(Array.isArray), ...json.flatMap(objectsIn)];
  if (!isTree(json)) return [];
  return [Object.values(json), ...Object.values(json).flatMap(objectsIn)];
}
