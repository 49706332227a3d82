import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import {
  changed,
  COLLECTIONS,
  loadWorld,
  naiveCell,
  naiveOwners,
  prepareWorlds,
  SCOPES,
  world,
  worldChanges,
} from '../../harness/ownership/ownership-world.ts';
import type { World } from '../../harness/ownership/ownership-world.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

// The set-based resolution, and what a what-if says, against the naive definition on random forests.

let db: TestDatabase;
beforeAll(async () => {
  db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  await prepareWorlds(db);
});
afterAll(() => db.drop());

const CELLS = `select object_type || ':' || object_ref || ' ' || scope as cell, state, owner_gov_code as owner from v_object_cell`;

/** Every cell of a world by its name; those that are not required are left out. */
function naiveCells(of: World): Record<string, { state: string; owner: string | null }> {
  return Object.fromEntries(
    COLLECTIONS.flatMap((name) =>
      SCOPES.flatMap((scope) => {
        const cell = naiveCell(of, `collection:${name}`, scope);
        return cell === null ? [] : [[`collection:${name} ${scope}`, cell]];
      }),
    ),
  );
}

/** Outcome of each cell that changes. */
function naiveChanges(before: World, after: World) {
  const [was, will] = [naiveCells(before), naiveCells(after)];
  return Object.fromEntries(
    Object.entries(was).flatMap(([cell, side]) => {
      const then = will[cell];
      if (then === undefined) return [[cell, 'removed']];
      return then.state === side.state && then.owner === side.owner
        ? []
        : [[cell, `${then.state} ${String(then.owner)}`]];
    }),
  );
}

interface ChangedCell {
  object_type: string;
  object_ref: string;
  scope: string;
  after: { state: string; owner: string | null } | null;
}

it('agree with the naive recursive definition on random forests', async () => {
  await withClient(db.url, async (client) => {
    await client.query(`set search_path = one_roof; set one_roof.reason = 'a drawn world'`);
    await fc.assert(
      fc.asyncProperty(world, worldChanges, async (drawn, changes) => {
        await client.query('begin');
        try {
          await loadWorld(client, drawn);
          const { rows } = await client.query<{ cell: string; state: string; owner: string | null }>(CELLS);
          const expected = naiveCells(drawn);
          expect(Object.fromEntries(rows.map(({ cell, state, owner }) => [cell, { state, owner }]))).toEqual(expected);

          const counted = await client.query<Record<string, string>>(`select * from v_coverage_summary`);
          const states = Object.values(expected).map(({ state }) => state);
          const count = (...wanted: string[]) => String(states.filter((state) => wanted.includes(state)).length);
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

          const asked = await client.query<{ cells: ChangedCell[] }>(`select what_if($1::jsonb) -> 'cells' as cells`, [
            JSON.stringify(changes),
          ]);
          const answered = (asked.rows[0]?.cells ?? []).map(({ object_type: type, object_ref: ref, scope, after }) => [
            `${type}:${ref} ${scope}`,
            after === null ? 'removed' : `${after.state} ${String(after.owner)}`,
          ]);
          expect(Object.fromEntries(answered)).toEqual(naiveChanges(drawn, changed(drawn, changes)));
          expect((await client.query(CELLS)).rows).toEqual(rows);
        } finally {
          await client.query('rollback');
        }
      }),
      // Always the same worlds: a mutant that is found once is found every time.
      { numRuns: 120, seed: 20 },
    );
  });
}, 60_000);
