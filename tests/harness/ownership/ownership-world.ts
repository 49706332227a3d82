import fc from 'fast-check';
import type { Session } from '../../../src/database/sessions/session.ts';
import type { TestDatabase } from '../test-database.ts';

// Random forests of ownership with several parents, overrides, waivers, rows that are not in force and dead owners; and what
// each cell comes to, defined as naively as it reads.

export const SCOPES = ['audit', 'policy'];
export const COLLECTIONS = ['agents', 'modules', 'tasks', 'workflows'];
export const GROUPS = ['G0', 'G1', 'G2', 'G3', 'G4'];
/** Retired from the start, and standing for a Directus role that nobody has. */
const DEAD = ['GOV-DEAD', 'GOV-LOST'];
export const OWNERS = ['GOV-COUNCIL', 'GOV-KG-SYS', 'GOV-DOT', 'GOV-MOIT', ...DEAD];
export const NODES = [...COLLECTIONS.map((name) => `collection:${name}`), ...GROUPS.map((name) => `group:${name}`)];

interface Row {
  object: string;
  scope: string;
  owner: string;
  kind: 'accountable' | 'supporting' | 'delegated' | 'exception';
  anchor: boolean;
  life: 'in_force' | 'ended' | 'future' | 'superseded' | 'revoked' | 'expired';
}

export interface World {
  /** child → parents; a group's parents have higher numbers, so that there are no circles. */
  parents: [string, string][];
  rows: Row[];
  waivers: { object: string; scope: string; expired: boolean }[];
  retired: readonly string[];
  scopes: readonly string[];
}

/** A change that a what-if is asked about, as apply_changes() takes it. */
export type WorldChange =
  | { kind: 'move'; collection: string; group: string | null }
  | { kind: 'retire'; what: 'owner' | 'scope'; code: string };

const parent = fc
  .tuple(fc.constantFrom(...NODES), fc.constantFrom(...GROUPS))
  .filter(([child, group]) => !child.startsWith('group:') || child.slice(6) < group)
  .map(([child, group]): [string, string] => [child, `group:${group}`]);

const row: fc.Arbitrary<Row> = fc.record({
  object: fc.constantFrom(...NODES),
  scope: fc.constantFrom(...SCOPES),
  owner: fc.constantFrom(...OWNERS),
  kind: fc.constantFrom(
    'accountable',
    'accountable',
    'accountable',
    'accountable',
    'supporting',
    'delegated',
    'exception',
  ),
  anchor: fc.boolean(),
  life: fc.constantFrom(
    'in_force',
    'in_force',
    'in_force',
    'in_force',
    'ended',
    'future',
    'superseded',
    'revoked',
    'expired',
  ),
});

export const world: fc.Arbitrary<World> = fc.record({
  parents: fc.uniqueArray(parent, { maxLength: 12, selector: ([child, group]) => `${child} ${group}` }),
  // One active accountable row per cell is the law of the table; in force, over or to come, it is active.
  rows: fc.uniqueArray(row, {
    maxLength: 20,
    selector: ({ object, scope, kind, life }) =>
      `${object} ${scope} ${kind} ${['in_force', 'ended', 'future'].includes(life) ? 'active' : life}`,
  }),
  waivers: fc.uniqueArray(
    fc.record({
      object: fc.constantFrom(...COLLECTIONS.map((name) => `collection:${name}`)),
      scope: fc.constantFrom(...SCOPES),
      expired: fc.boolean(),
    }),
    { maxLength: 4, selector: ({ object, scope }) => `${object} ${scope}` },
  ),
  retired: fc.constant(DEAD),
  scopes: fc.constant(SCOPES),
});

export const worldChanges: fc.Arbitrary<WorldChange[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('move' as const),
      collection: fc.constantFrom(...COLLECTIONS),
      group: fc.option(fc.constantFrom(...GROUPS)),
    }),
    fc.record({
      kind: fc.constant('retire' as const),
      what: fc.constant('owner' as const),
      code: fc.constantFrom(...OWNERS),
    }),
    fc.record({
      kind: fc.constant('retire' as const),
      what: fc.constant('scope' as const),
      code: fc.constantFrom(...SCOPES),
    }),
  ),
  { maxLength: 4 },
);

/** The world after changes. A move is one more parent: the collections of these worlds have no group of their own before. */
export function changed(before: World, changes: readonly WorldChange[]): World {
  const groups = new Map<string, string | null>();
  for (const change of changes) if (change.kind === 'move') groups.set(change.collection, change.group);
  const retired = changes.flatMap((change) => (change.kind === 'retire' ? [change.code] : []));
  return {
    ...before,
    parents: [
      ...before.parents,
      ...[...groups].flatMap(([name, group]): [string, string][] =>
        group === null ? [] : [[`collection:${name}`, `group:${group}`]],
      ),
    ],
    retired: [...before.retired, ...retired],
    scopes: before.scopes.filter((scope) => !retired.includes(scope)),
  };
}

/** The owners nearest to an object: its own row, else those of all its parents that are nearest. */
function nearest(
  { rows, parents }: World,
  objects: Set<string>,
  scope: string,
  direct = true,
): { owners: Set<string>; direct: boolean } {
  const found = rows.filter(
    (candidate) =>
      objects.has(candidate.object) &&
      candidate.scope === scope &&
      candidate.kind === 'accountable' &&
      candidate.life === 'in_force' &&
      (direct || candidate.anchor),
  );
  if (found.length > 0) return { owners: new Set(found.map(({ owner }) => owner)), direct };
  const above = new Set(parents.filter(([child]) => objects.has(child)).map(([, group]) => group));
  return above.size === 0
    ? { owners: new Set(), direct: false }
    : nearest({ rows, parents } as World, above, scope, false);
}

/** The state of a cell and its one owner; null where it is not required. */
export function naiveCell(of: World, object: string, scope: string): { state: string; owner: string | null } | null {
  if (!of.scopes.includes(scope)) return null;
  const { owners, direct } = nearest(of, new Set([object]), scope);
  const [owner, ...others] = owners;
  if (others.length > 0) return { state: 'conflict', owner: null };
  if (owner === undefined) {
    const waived = of.waivers.some((waiver) => waiver.object === object && waiver.scope === scope && !waiver.expired);
    return { state: waived ? 'waived' : 'gap', owner: null };
  }
  return { state: of.retired.includes(owner) ? 'owner_dead' : direct ? 'owned_direct' : 'owned_inherited', owner };
}

/** The one owner of every node and scope that has exactly one, groups included. */
export function naiveOwners(of: World): { node: string; scope: string; owner: string }[] {
  return NODES.toSorted().flatMap((node) =>
    of.scopes.toSorted().flatMap((scope) => {
      const [owner, ...others] = nearest(of, new Set([node]), scope).owners;
      return owner === undefined || others.length > 0 ? [] : [{ node, scope, owner }];
    }),
  );
}

/** Every required cell and all that is said about it. */
export const ANSWERS = `
  select k.object_type, k.object_ref, a.scope, a.state, a.owner, a.owner_role, a.planned_owner, a.planned_owner_alive
  from one_roof.object_class() k
  join one_roof.v_governance_object_inventory using (object_type, object_ref)
  join one_roof.class_answers() a using (class_type, class_ref)
  order by k.object_ref, a.scope, k.object_type`;

/** Makes the reference case a place for such worlds: four governed collections in no group, two scopes, and the dead owners. */
export async function prepareWorlds(db: TestDatabase): Promise<void> {
  const governed = `collection_name = any (array['${COLLECTIONS.join("','")}'])`;
  // Rows that begin in the future are adopted data: our own guard does not let them in.
  await db.sql(`
    alter table one_roof.governance_object_ownership disable trigger trg_ownership_guard;
    update one_roof.collection_registry set "group" = null,
      governance_role = case when ${governed} then 'governed' else 'observed' end,
      coverage_status = case when ${governed} then 'BIRTH_REQUIRED' else 'DEFERRED' end;
    update one_roof.governance_responsibility_scope set status = 'retired' where code not in ('${SCOPES.join("','")}');
    insert into one_roof.governance_registry (code, name, directus_role, status, created_by)
      values ('GOV-DEAD', 'dead', null, 'retired', 'test'), ('GOV-LOST', 'lost', gen_random_uuid(), 'active', 'test');
    insert into one_roof.governance_group (code, name, created_by) select g, g, 'test' from unnest(array['${GROUPS.join("','")}']) g`);
}

const LOAD = `
  with parents as (
    insert into governance_containment
    select split_part(p ->> 0, ':', 1), split_part(p ->> 0, ':', 2), split_part(p ->> 1, ':', 1), split_part(p ->> 1, ':', 2), now(), 'test'
    from jsonb_array_elements($1::jsonb -> 'parents') p
  ), waivers as (
    insert into governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_at, created_by)
    select 'collection', split_part(w ->> 'object', ':', 2), w ->> 'scope', 'r', 'CLONE-TEST-NO-RATIFICATION',
      case when (w ->> 'expired')::boolean then now() - interval '1 day' else now() + interval '1 day' end, now() - interval '2 days', 'TEST_CLONE_P'
    from jsonb_array_elements($1::jsonb -> 'waivers') w
  )
  insert into governance_object_ownership
    (object_type, object_ref, scope, owner_kind, owner_gov_code, is_inherited_anchor, effective_from, effective_to, lifecycle_status,
     approval_ref, created_by)
  select split_part(r ->> 'object', ':', 1), split_part(r ->> 'object', ':', 2), r ->> 'scope', r ->> 'kind', r ->> 'owner', (r ->> 'anchor')::boolean,
    now() + case r ->> 'life' when 'future' then interval '1 day' else interval '-2 days' end,
    case when r ->> 'life' = 'ended' then now() - interval '1 day' when r ->> 'kind' = 'delegated' then now() + interval '3 days' end,
    case when r ->> 'life' in ('in_force', 'ended', 'future') then 'active' else r ->> 'life' end,
    'CLONE-TEST-NO-RATIFICATION', 'TEST_CLONE_P'
  from jsonb_array_elements($1::jsonb -> 'rows') r`;

/** Writes a world, in the transaction of the session. */
export async function loadWorld(session: Session, drawn: World): Promise<void> {
  await session.query(LOAD, [JSON.stringify(drawn)]);
}
