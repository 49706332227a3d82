import { z } from 'zod';
import type { Plan } from '../../contract/plan.ts';
import { NO_GROUP } from '../../contract/paths.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import { invalidPlan } from './plan-problem.ts';
import type { PlanProblem } from './plan-problem.ts';
import projectFactsSql from './project-facts.sql';
import type { WrittenPlan } from './read-plan.ts';

const Facts = z.object({
  roles: z.array(z.object({ id: z.string(), name: z.string() })),
  collections: z.array(z.string()),
  folders: z.array(z.string()),
  membership: z.array(z.object({ collection: z.string(), role: z.string(), candidates: z.array(z.string()) })),
  in_force: z.array(z.string()).nullable(),
});
type Facts = z.infer<typeof Facts>;

const Difference = z.object({
  kind: z.enum(['scope', 'owner', 'group', 'containment', 'collection', 'planned owner', 'waiver']),
  ref: z.string(),
  change: z.enum(['add', 'change', 'retire']),
  was: z.string().nullable(),
  will: z.string().nullable(),
});
export type PlanDifference = z.infer<typeof Difference>;

const Anchors = z.object({ anchors: z.coerce.number() });

/** Totals of a plan in this project. */
export interface PlanNumbers {
  objects: number;
  scopes: number;
  cells: number;
  anchors: number;
}

/** A plan that fits the project. */
export interface CheckedPlan {
  written: WrittenPlan;
  /** The plan with scopes in their order and roles by id: the form that is stored and that the SQL functions take. */
  resolved: Record<string, unknown>;
  numbers: PlanNumbers;
  /** Changes that registering it would make. */
  differences: PlanDifference[];
}

/**
 * Checks a plan against the project: every collection, folder and role that it names exists, no collection has two
 * groups, and the numbers it expects come out.
 *
 * @throws OneRoofError ONE_ROOF_PLAN_INVALID with every problem and its line.
 */
export async function checkPlan(
  session: ReadSession,
  written: WrittenPlan,
  excludedTables: readonly string[] = [],
): Promise<CheckedPlan> {
  const unresolved = resolvedForm(written.plan, () => null);
  const facts = parseRow(Facts, await session.query(projectFactsSql, [unresolved, excludedTables]));
  const problems = [...misfits(written, facts)];

  const resolved = resolvedForm(written.plan, (role) => matchingRoles(facts, role)[0]?.id ?? null);
  const governed = facts.membership.filter(({ role }) => isGoverned(role)).map(({ collection }) => collection);
  const numbers = await planNumbers(session, written.plan, governed.length);
  problems.push(...unexpected(written, numbers, unlikeInForce(governed, facts.in_force)));
  if (problems.length > 0) throw invalidPlan(problems);

  const { differences } = parseRow(
    z.object({ differences: z.array(Difference) }),
    await session.query(`select coalesce(jsonb_agg(d), '[]') as differences from plan_difference($1, $2) d`, [
      resolved,
      excludedTables,
    ]),
  );
  return { written, resolved, numbers, differences };
}

/** Computes the totals of a plan that governs this many collections. */
export async function planNumbers(session: ReadSession, plan: Plan, objects: number): Promise<PlanNumbers> {
  const scopes = Object.keys(plan.scopes).length;
  const { anchors } = parseRow(
    Anchors,
    await session.query('select count(*) as anchors from plan_anchor($1) where is_inherited_anchor', [
      resolvedForm(plan, () => null),
    ]),
  );
  return { objects, scopes, cells: objects * scopes, anchors };
}

/** The form of a plan that the SQL functions take. */
export function resolvedForm(plan: Plan, roleId: (role: string) => string | null): Record<string, unknown> {
  return {
    ...plan,
    scopes: Object.fromEntries(
      Object.entries(plan.scopes).map(([code, description], index) => [code, { description, sort: index + 1 }]),
    ),
    owners: Object.fromEntries(
      Object.entries(plan.owners).map(([code, owner]) => [
        code,
        { ...owner, role: owner.role === undefined ? null : roleId(owner.role) },
      ]),
    ),
  };
}

function matchingRoles(facts: Facts, role: string): Facts['roles'] {
  return facts.roles.filter(({ id, name }) => id === role || name === role);
}

/** Problems of a plan that names something that the project does not have. */
function* misfits({ plan, problemAt }: WrittenPlan, facts: Facts): Generator<PlanProblem> {
  const collections = new Set(facts.collections);
  const folders = new Set(facts.folders);
  const roles = new Map(facts.membership.map(({ collection, role }) => [collection, role]));
  const missing = (name: string) => !name.includes('*') && !collections.has(name);
  const noCollection = (name: string) => `there is no collection ${name}`;
  const notGoverned = (name: string) => `collection ${name} is not governed by this plan`;

  for (const [code, owner] of Object.entries(plan.owners)) {
    if (owner.role === undefined) continue;
    const found = matchingRoles(facts, owner.role).length;
    if (found === 0) yield problemAt(['owners', code, 'role'], `there is no Directus role ${owner.role}`);
    if (found > 1)
      yield problemAt(['owners', code, 'role'], `${found} Directus roles are named ${owner.role}: give the id`);
  }
  for (const [code, group] of Object.entries(plan.groups)) {
    if (group.folder !== undefined && !folders.has(group.folder)) {
      yield problemAt(['groups', code, 'folder'], `there is no folder ${group.folder}`);
    }
    for (const [index, name] of group.collections.entries()) {
      if (missing(name)) yield problemAt(['groups', code, 'collections', index], noCollection(name));
    }
  }
  for (const list of ['ungrouped', 'locked', 'excluded'] as const) {
    for (const [index, name] of plan[list].entries())
      if (missing(name)) yield problemAt([list, index], noCollection(name));
  }
  for (const [index, name] of plan.locked.entries()) {
    if (collections.has(name) && !isGoverned(roles.get(name))) yield problemAt(['locked', index], notGoverned(name));
  }
  for (const name of Object.keys(plan.exceptions)) {
    if (missing(name)) yield problemAt(['exceptions', name], noCollection(name));
    else if (!isGoverned(roles.get(name))) yield problemAt(['exceptions', name], notGoverned(name));
  }
  const today = new Date().toISOString().slice(0, 10); // a waiver ends with its last day in UTC (plan_waiver in SQL)
  for (const [index, { collection, until }] of plan.waivers.entries()) {
    if (until < today) yield problemAt(['waivers', index, 'until'], `the waiver has ended: ${until} is past`);
    if (missing(collection)) yield problemAt(['waivers', index, 'collection'], noCollection(collection));
    else if (!isGoverned(roles.get(collection)))
      yield problemAt(['waivers', index, 'collection'], notGoverned(collection));
  }
  for (const { collection, candidates } of facts.membership) {
    if (candidates.length > 1)
      yield problemAt(
        ['groups', candidates.findLast((code) => code !== NO_GROUP) ?? ''],
        `collection ${collection} belongs equally to ${candidates.map((code) => (code === NO_GROUP ? 'ungrouped' : code)).join(' and ')}: name it in one`,
      );
  }
}

function isGoverned(role: string | undefined): boolean {
  return role === 'governed' || role === 'locked';
}

/** The expected numbers that can be told before the plan is registered, where they do not come out. */
function* unexpected({ plan, problemAt }: WrittenPlan, numbers: PlanNumbers, unlike: string): Generator<PlanProblem> {
  // Registering asserts no owner: before anything is applied every required cell is a gap.
  const told = { ...numbers, gap: numbers.cells };
  for (const name of ['objects', 'scopes', 'cells', 'anchors', 'gap'] as const) {
    const expected = plan.expected[name];
    if (expected !== undefined && expected !== told[name]) {
      const which = name === 'objects' ? unlike : '';
      yield problemAt(['expected', name], `expected ${name} ${expected}, found ${told[name]}${which}`);
    }
  }
}

/** The collections that this plan governs and the plan in force does not, and the reverse; empty without a plan in force. */
function unlikeInForce(governed: readonly string[], inForce: readonly string[] | null): string {
  if (inForce === null) return '';
  const without = (all: readonly string[], some: readonly string[]) =>
    all.filter((name) => !some.includes(name)).sort();
  const [added, left] = [without(governed, inForce), without(inForce, governed)];
  return [
    ...(added.length > 0 ? [`; not governed by the plan in force: ${firstOf(added)}`] : []),
    ...(left.length > 0 ? [`; governed only by the plan in force: ${firstOf(left)}`] : []),
  ].join('');
}

function firstOf(names: readonly string[], most = 10): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}
