import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { CARRY_OUT, insertRelease } from '../../harness/releases/applied-release.ts';
import {
  ANSWERS,
  COLLECTIONS,
  GROUPS,
  loadWorld,
  NODES,
  OWNERS,
  prepareWorlds,
  SCOPES,
  world,
} from '../../harness/ownership/ownership-world.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

// Whatever is written to the registry by hand after a release: it is refused, or every cell that there was is what it was.

let db: TestDatabase;
beforeAll(async () => {
  db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  await prepareWorlds(db);
  await insertRelease(db, 'REL-1', 'applied');
  await insertRelease(db, 'REL-LOAD', 'ratified');
  // So that a transaction can stop being the one of a release.
  await db.sql(`alter table one_roof.governance_release disable trigger trg_release_guard`);
});
afterAll(() => db.drop());

const quoted = (...texts: string[]) => fc.constantFrom(...texts).map((text) => `'${text}'`);
const collection = quoted(...COLLECTIONS, 'ui_pages', 'dot_tools');
const node = fc
  .constantFrom(...NODES, 'collection:ui_pages', 'collection:dot_tools')
  .map((text) => text.replace(/(.*):(.*)/, "'$1', '$2'"));

const statement = fc.oneof(
  fc
    .tuple(collection, fc.option(quoted(...GROUPS)))
    .map(
      ([name, group]) => `update collection_registry set "group" = ${group ?? 'null'} where collection_name = ${name}`,
    ),
  fc
    .tuple(
      collection,
      quoted('governed', 'locked', 'observed', 'excluded'),
      quoted('BIRTH_REQUIRED', 'DEFERRED'),
      fc.option(quoted(...GROUPS)),
    )
    .map(
      ([name, role, status, group]) =>
        `update collection_registry set governance_role = ${role}, coverage_status = ${status}, "group" = coalesce("group", ${group ?? 'null'}) where collection_name = ${name}`,
    ),
  collection.map((name) => `delete from collection_registry where collection_name = ${name}`),
  fc
    .tuple(quoted(...OWNERS), quoted('active', 'retired'))
    .map(([code, status]) => `update governance_registry set status = ${status} where code = ${code}`),
  quoted(...OWNERS).map(
    (code) => `update governance_registry set directus_role = gen_random_uuid() where code = ${code}`,
  ),
  fc
    .tuple(quoted(...SCOPES, 'render'), quoted('active', 'retired'))
    .map(([code, status]) => `update governance_responsibility_scope set status = ${status} where code = ${code}`),
  fc
    .tuple(node, node)
    .map(([child, parent]) => `insert into governance_containment values (${child}, ${parent}, now(), 'test')`),
  fc
    .tuple(node, node)
    .map(
      ([child, parent]) =>
        `delete from governance_containment where (child_type, child_ref) = (${child}) or (parent_type, parent_ref) = (${parent})`,
    ),
  fc
    .tuple(node, node)
    .map(
      ([child, parent]) =>
        `update governance_containment set (parent_type, parent_ref) = (${parent}) where (child_type, child_ref) = (${child})`,
    ),
);

const nameOf = ({ object_type: type, object_ref: ref, scope }: Record<string, unknown>) =>
  `${String(type)}:${String(ref)} ${String(scope)}`;

it('what is not refused changes no cell that there was', async () => {
  const outcomes = { accepted: 0, refused: 0 };
  await withClient(db.url, async (client) => {
    await client.query(`set search_path = one_roof; set one_roof.reason = 'a drawn change'`);
    const cells = async () => (await client.query<Record<string, unknown>>(ANSWERS)).rows;
    await fc.assert(
      fc.asyncProperty(world, fc.array(statement, { minLength: 1, maxLength: 5 }), async (drawn, statements) => {
        await client.query('begin');
        await client.query(CARRY_OUT, ['REL-LOAD']);
        try {
          await loadWorld(client, drawn);
          await client.query('update governance_release set run_xid = null');
          const before = await cells();
          for (const text of statements) {
            await client.query('savepoint one');
            const refused = await client.query(text).then(
              () => null,
              (error: unknown) => String((error as { code?: unknown }).code),
            );
            if (refused !== null) await client.query('rollback to one');
            // OR004: a circle; 23: what the tables themselves refuse.
            expect(refused ?? 'OR006').toMatch(/^(OR006|OR004|23\d{3})$/);
            outcomes[refused === null ? 'accepted' : 'refused'] += 1;
          }
          const after = new Map((await cells()).map((cell) => [nameOf(cell), cell]));
          expect(before.map((cell) => after.get(nameOf(cell)))).toEqual(before);
        } finally {
          await client.query('rollback');
        }
      }),
      { numRuns: 100 },
    );
  });
  expect(outcomes.accepted).toBeGreaterThan(20);
  expect(outcomes.refused).toBeGreaterThan(20);
}, 60_000);
