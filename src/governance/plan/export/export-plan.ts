import { parseDocument } from 'yaml';
import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow, parseRows } from '../../../database/parse-rows.ts';
import { planNumbers, resolvedForm } from '../check-plan.ts';
import exportPlanSql from './export-plan.sql';
import { PlanDocument } from './plan-document.ts';
import { readPlan } from '../read-plan.ts';

const State = z.object({
  source: z.string().nullable(),
  scopes: z.record(z.string(), z.string()).nullable(),
  scope_order: z.array(z.string()).nullable(),
  owners: z
    .record(z.string(), z.object({ name: z.string(), description: z.string().nullable(), role: z.string().nullable() }))
    .nullable(),
  groups: z
    .record(z.string(), z.object({ name: z.string(), folder: z.string().nullable(), parents: z.array(z.string()) }))
    .nullable(),
  collections: z.record(z.string(), z.object({ group: z.string().nullable(), role: z.string() })).nullable(),
  present: z.array(z.string()),
  roles: z.array(z.object({ id: z.string(), name: z.string() })),
});
type State = z.infer<typeof State>;

const Member = z.object({
  collection_name: z.string(),
  group_code: z.string().nullable(),
  governance_role: z.string(),
});

const GOVERNED = ['governed', 'locked'];

/**
 * Exports what is registered now as a plan: the plan in force with its comments, updated with what has changed since. If nothing has
 * changed, it is the registered text, byte for byte.
 *
 * Collections that joined a group since the plan was registered are governed only after it is registered again. The exported plan
 * has them already, so it differs from what is registered in these.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED where no plan is registered.
 */
export async function exportPlan(session: ReadSession, excludedTables: readonly string[] = []): Promise<string> {
  const state = parseRow(State, await session.query(exportPlanSql, [excludedTables]));
  if (state.source === null) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', 'No plan is registered', {
      subject: 'plan',
      fix: 'Write one with `one-roof plan init` and register it.',
    });
  }
  const document = new PlanDocument(parseDocument(state.source));
  bringScopes(document, state);
  bringOwners(document, state);
  bringGroups(document, state);
  dropWhatIsGone(document, state);

  const members = async () => {
    const plan = resolvedForm(readPlan(document.toString()).plan, () => null);
    return parseRows(Member, await session.query('select * from plan_membership($1, $2)', [plan, excludedTables]));
  };
  bringCollections(document, state, await members());
  if (!document.changed) return state.source;

  const governed = (await members()).filter(({ governance_role: role }) => GOVERNED.includes(role)).length;
  const numbers = await planNumbers(session, readPlan(document.toString()).plan, governed);
  bringNumbers(document, numbers);
  return document.toString();
}

function bringScopes(document: PlanDocument, { scopes, scope_order: order }: State): void {
  for (const code of document.keys(['scopes']))
    if (!Object.hasOwn(scopes ?? {}, code)) document.remove(['scopes', code]);
  for (const [code, description] of Object.entries(scopes ?? {})) document.set(['scopes', code], description);
  document.order(['scopes'], order ?? []);
}

function bringOwners(document: PlanDocument, { owners, roles }: State): void {
  for (const code of document.keys(['owners']))
    if (!Object.hasOwn(owners ?? {}, code)) document.remove(['owners', code]);
  for (const [code, { name, description, role }] of Object.entries(owners ?? {})) {
    const known = document.keys(['owners']).includes(code);
    if (!known) document.set(['owners', code], { name });
    document.set(['owners', code, 'name'], name);
    document.set(['owners', code, 'description'], description);
    const written = document.value(['owners', code, 'role']);
    const meant = roles.filter(({ id, name: roleName }) => id === written || roleName === written);
    if (meant.length === 1 && meant[0]?.id === role) continue;
    document.set(['owners', code, 'role'], role === null ? null : roleText(roles, role));
  }
}

/** A role as a plan names it: by its name where that is unique, else by its id. */
function roleText(roles: State['roles'], id: string): string {
  const name = roles.find((role) => role.id === id)?.name;
  return name !== undefined && name !== '' && roles.filter((role) => role.name === name).length === 1 ? name : id;
}

function bringGroups(document: PlanDocument, { groups }: State): void {
  for (const code of document.keys(['groups']))
    if (!Object.hasOwn(groups ?? {}, code)) document.remove(['groups', code]);
  for (const [code, { name, folder, parents }] of Object.entries(groups ?? {})) {
    if (!document.keys(['groups']).includes(code)) document.set(['groups', code], { name });
    document.set(['groups', code, 'name'], name);
    document.set(['groups', code, 'folder'], folder);
    if (parents.length > 0 || document.size(['groups', code, 'parents']) > 0)
      document.setList(['groups', code, 'parents'], parents);
  }
}

/** References to owners, scopes and collections that are not there any more, and waivers that have ended. */
function dropWhatIsGone(document: PlanDocument, { owners, scopes, present }: State): void {
  const noOwner = (path: string[]) => {
    const owner = document.value(path);
    return typeof owner === 'string' && !Object.hasOwn(owners ?? {}, owner);
  };
  const noScope = (scope: string) => !Object.hasOwn(scopes ?? {}, scope);
  const noCollection = (name: string) => !name.includes('*') && !present.includes(name);

  for (const code of document.keys(['groups'])) {
    const group = ['groups', code];
    if (noOwner([...group, 'owner'])) document.remove([...group, 'owner']);
    for (const scope of document.keys([...group, 'owners'])) {
      if (noScope(scope) || noOwner([...group, 'owners', scope])) document.remove([...group, 'owners', scope]);
    }
    for (const name of document.list([...group, 'collections']))
      if (noCollection(name)) document.removeFrom([...group, 'collections'], name);
  }
  for (const list of ['ungrouped', 'locked', 'excluded']) {
    for (const name of document.list([list])) if (noCollection(name)) document.removeFrom([list], name);
  }
  for (const name of document.keys(['exceptions'])) {
    for (const scope of document.keys(['exceptions', name])) {
      if (noScope(scope) || noOwner(['exceptions', name, scope])) document.remove(['exceptions', name, scope]);
    }
    if (noCollection(name) || document.size(['exceptions', name]) === 0) document.remove(['exceptions', name]);
  }
  const today = new Date().toISOString().slice(0, 10);
  for (let index = document.size(['waivers']) - 1; index >= 0; index--) {
    const [name, scope, until] = ['collection', 'scope', 'until'].map((key) =>
      String(document.value(['waivers', index, key])),
    );
    if (noCollection(name ?? '') || noScope(scope ?? '') || (until ?? '') < today) document.remove(['waivers', index]);
  }
}

/** Collections whose group or role is not what the plan makes of them: they are said by name, which beats pattern and folder. */
function bringCollections(document: PlanDocument, { collections }: State, members: z.infer<typeof Member>[]): void {
  for (const { collection_name: name, group_code: group, governance_role: role } of members) {
    const is = collections?.[name];
    if (is === undefined || is.role === 'observed') continue;
    if (is.role === 'excluded') document.addTo(['excluded'], name);
    else document.removeFrom(['excluded'], name);
    if (is.group !== group || role === 'observed') {
      for (const code of document.keys(['groups'])) document.removeFrom(['groups', code, 'collections'], name);
      document.removeFrom(['ungrouped'], name);
      document.addTo(is.group === null ? ['ungrouped'] : ['groups', is.group, 'collections'], name);
    }
    if (is.role === 'locked' && role !== 'locked') document.addTo(['locked'], name);
    if (is.role !== 'locked' && role === 'locked') document.removeFrom(['locked'], name);
  }
}

/** The numbers that the plan expects. How many gaps will be left nobody knows before it is applied. */
function bringNumbers(
  document: PlanDocument,
  numbers: Record<'objects' | 'scopes' | 'cells' | 'anchors', number>,
): void {
  const told = { ...numbers, gap: numbers.cells };
  const wrong = Object.entries(told).filter(([name, number]) => {
    const expected = document.value(['expected', name]);
    return expected !== undefined && expected !== number;
  });
  for (const [name, number] of wrong) document.set(['expected', name], number);
  if (wrong.length > 0) document.remove(['expected', 'gap_after']);
}
