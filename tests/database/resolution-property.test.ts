import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { TestDatabase, withClient } from '../harness/test-database.ts';

// The set-based resolution against the definition of it, written as naively as it reads, on random forests.

const OWNERS = ['GOV-COUNCIL', 'GOV-KG-SYS', 'GOV-DOT', 'GOV-MOIT', 'GOV-DEAD'];
const SCOPES = ['policy', 'audit'];
const COLLECTIONS = ['agents', 'tasks', 'modules', 'workflows'];
const GROUPS = ['G0', 'G1', 'G2', 'G3', 'G4'];
const NODES = [...COLLECTIONS.map((name) => `collection:${name}`), ...GROUPS.map((name) => `group:${name}`)];

interface Row {
  object: string;
  scope: string;
  owner: string;
  kind: 'accountable' | 'supporting';
  anchor: boolean;
  ended: boolean;
}
interface World {
  /** child → parents; a group's parents have higher numbers, so that there are no circles. */
  parents: [string, string][];
  rows: Row[];
  waivers: { object: string; scope: string; expired: boolean }[];
}

const parent = fc
  .tuple(fc.constantFrom(...NODES), fc.constantFrom(...GROUPS))
  .filter(([child, group]) => !child.startsWith('group:') || child.slice(6) < group)
  .map(([child, group]): [string, string] => [child, `group:${group}`]);

const row: fc.Arbitrary<Row> = fc.record({
  object: fc.constantFrom(...NODES),
  scope: fc.constantFrom(...SCOPES),
  owner: fc.constantFrom(...OWNERS),
  kind: fc.constantFrom('accountable', 'accountable', 'accountable', 'supporting'),
  anchor: fc.boolean(),
  ended: fc.constantFrom(false, false, true),
});

const world: fc.Arbitrary<World> = fc.record({
  parents: fc.uniqueArray(parent, { maxLength: 12, selector: ([child, group]) => `${child} ${group}` }),
  // One active accountable row per cell is the law of the table.
  rows: fc.uniqueArray(row, { maxLength: 20, selector: ({ object, scope, kind }) => `${object} ${scope} ${kind}` }),
  waivers: fc.uniqueArray(
    fc.record({
      object: fc.constantFrom(...COLLECTIONS.map((name) => `collection:${name}`)),
      scope: fc.constantFrom(...SCOPES),
      expired: fc.boolean(),
    }),
    { maxLength: 4, selector: ({ object, scope }) => `${object} ${scope}` },
  ),
});

/** The owners nearest to an object: its own row, else those of all its parents that are nearest. */
function nearest(world: World, objects: Set<string>, scope: string, direct: boolean): { owners: Set<string>; direct: boolean } {
  const found = world.rows.filter(
    (candidate) =>
      objects.has(candidate.object) &&
      candidate.scope === scope &&
      candidate.kind === 'accountable' &&
      !candidate.ended &&
      (direct || candidate.anchor),
  );
  if (found.length > 0) return { owners: new Set(found.map(({ owner }) => owner)), direct };
  const above = new Set(world.parents.filter(([child]) => objects.has(child)).map(([, group]) => group));
  return above.size === 0 ? { owners: new Set(), direct: false } : nearest(world, above, scope, false);
}

function naiveState(world: World, object: string, scope: string): string {
  const { owners, direct } = nearest(world, new Set([object]), scope, true);
  if (owners.size > 1) return 'conflict';
  if (owners.has('GOV-DEAD')) return 'owner_dead';
  if (owners.size === 1) return direct ? 'owned_direct' : 'owned_inherited';
  return world.waivers.some((waiver) => waiver.object === object && waiver.scope === scope && !waiver.expired) ? 'waived' : 'gap';
}

/** The one owner of every node and scope that has exactly one, groups included. */
function naiveOwners(world: World): { node: string; scope: string; owner: string }[] {
  return NODES.toSorted().flatMap((node) =>
    SCOPES.toSorted().flatMap((scope) => {
      const [owner, ...others] = nearest(world, new Set([node]), scope, true).owners;
      return owner === undefined || others.length > 0 ? [] : [{ node, scope, owner }];
    }),
  );
}

let db: TestDatabase;
beforeAll(async () => {
  db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  await db.sql(`
    update one_roof.collection_registry set "group" = null,
      governance_role = case when collection_name = any (array['${COLLECTIONS.join("','")}']) then 'governed' else 'observed' end,
      coverage_status = case when collection_name = any (array['${COLLECTIONS.join("','")}']) then 'BIRTH_REQUIRED' else 'DEFERRED' end;
    update one_roof.governance_responsibility_scope set status = 'retired' where code not in ('${SCOPES.join("','")}');
    insert into one_roof.governance_registry (code, name, status, created_by) values ('GOV-DEAD', 'dead', 'retired', 'test')`);
});
afterAll(() => db.drop());

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
    (object_type, object_ref, scope, owner_kind, owner_gov_code, is_inherited_anchor, effective_from, effective_to, approval_ref, created_by)
  select split_part(r ->> 'object', ':', 1), split_part(r ->> 'object', ':', 2), r ->> 'scope', r ->> 'kind', r ->> 'owner', (r ->> 'anchor')::boolean,
    now() - interval '2 days', case when (r ->> 'ended')::boolean then now() - interval '1 day' end, 'CLONE-TEST-NO-RATIFICATION', 'TEST_CLONE_P'
  from jsonb_array_elements($1::jsonb -> 'rows') r`;

it('agrees with the naive recursive definition on random forests', async () => {
  await withClient(db.url, async (client) => {
    await client.query(`set search_path = one_roof`);
    await fc.assert(
      fc.asyncProperty(world, async (drawn) => {
        await client.query('begin');
        try {
          await client.query(LOAD, [JSON.stringify(drawn)]);
          const { rows } = await client.query<{ cell: string; state: string }>(
            `select object_type || ':' || object_ref || ' ' || scope as cell, state from v_object_cell`,
          );
          const expected = COLLECTIONS.flatMap((name) =>
            SCOPES.map((scope) => [`collection:${name} ${scope}`, naiveState(drawn, `collection:${name}`, scope)]),
          );
          expect(Object.fromEntries(rows.map(({ cell, state }) => [cell, state]))).toEqual(Object.fromEntries(expected));

          const counted = await client.query<Record<string, string>>(`select * from v_coverage_summary`);
          const states = expected.map(([, state]) => state);
          const count = (...wanted: string[]) => String(states.filter((state) => wanted.includes(state ?? '')).length);
          expect(counted.rows[0]).toMatchObject({
            total_cells: String(states.length),
            covered_cells: count('owned_direct', 'owned_inherited'),
            gap_cells: count('gap'),
            waived_cells: count('waived'),
            dead_cells: count('owner_dead'),
            conflicts: count('conflict'),
          });

          const owned = await client.query<{ node: string; scope: string; owner: string }>(
            `select object_type || ':' || object_ref as node, scope, owner_gov_code as owner from v_object_effective_owner order by 1, 2`,
          );
          expect(owned.rows).toEqual(naiveOwners(drawn));
        } finally {
          await client.query('rollback');
        }
      }),
      { numRuns: 300 },
    );
  });
}, 60_000);
