import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ROUTES } from '../../../src/contract/routes.ts';
import type { Query } from '../../../src/contract/routes.ts';
import { responsibilities, responsibilitySummary } from '../../../src/governance/ownership/responsibilities.ts';
import { insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('what somebody who acts for an owner is responsible for', () => {
  let db: TestDatabase;
  let tools: string;
  let council: string;
  beforeAll(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    const roles = await db.sql('select code, directus_role from one_roof.governance_registry');
    const roleOf = (owner: string) => String(roles.find(({ code }) => code === owner)?.['directus_role']);
    tools = roleOf('GOV-DOT');
    council = roleOf('GOV-COUNCIL');
  });
  afterAll(() => db.drop());

  const mine = async (
    roles: string[],
    asked: Partial<Query<'responsibilities'>> = {},
    collections: string[] | null = null,
  ) => {
    const query = ROUTES.responsibilities.query.parse({ limit: 500, ...asked });
    return (await db.read((session) => responsibilities(session, query, { roles, collections }))).rows;
  };
  const summary = (roles: string[], collections: string[] | null = null) =>
    db.read((session) => responsibilitySummary(session, { roles, collections }));
  const counts = { accountable: 0, planned: 0, conflict: 0, owner_dead: 0, waived: 0 };

  it('is nothing without such a role, and nothing is worked out', async () => {
    expect(await mine([NOBODY])).toEqual([]);
    expect(await mine([])).toEqual([]);
    expect(await summary([NOBODY])).toEqual({ owners: [], objects: 0, limited: false });
  });

  it('is what the plan names, before anybody owns anything', async () => {
    const rows = await mine([tools]);
    expect(rows).toHaveLength(18);
    expect(rows[0]).toEqual({
      object_type: 'collection',
      object_ref: 'agents',
      group: 'GRP-AI',
      scope: 'approval',
      relation: 'planned',
      owner: 'GOV-DOT',
      owner_name: 'Tool Governance',
      state: 'gap',
      current_owner: null,
      anchor_type: 'group',
      anchor_ref: 'GRP-AI',
      waived_until: null,
    });
    expect(await summary([tools])).toMatchObject({
      owners: [{ ...counts, owner: 'GOV-DOT', retired: false, planned: 18 }],
      objects: 3,
    });
    expect(await mine([tools, council])).toHaveLength(18 + 96);
  });

  it('tells what is owned, contested, waived and lost apart, each with where it is stated', async () => {
    await insertOwners(
      db,
      { object: 'group:GRP-AI', scope: 'policy', owner: 'GOV-DOT', anchor: true },
      { object: 'collection:agents', scope: 'audit', owner: 'GOV-DOT' },
      { object: 'collection:workflows', scope: 'audit', owner: 'GOV-COUNCIL' },
      { object: 'group:GRP-BUSINESS', scope: 'health', owner: 'GOV-COUNCIL', anchor: true },
      { object: 'group:GRP-AI', scope: 'health', owner: 'GOV-DOT', anchor: true },
    );
    await db.sql(
      `insert into one_roof.governance_containment values ('collection', 'tasks', 'group', 'GRP-AI', now(), 'test')`,
    );
    await db.sql(`
      insert into one_roof.governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_by)
      values ('collection', 'agents', 'render', 'decided', 'CLONE-TEST-NO-RATIFICATION', now() + interval '1 day', 'TEST_CLONE_ROWS')`);

    const [policy] = await mine([tools], { scope: 'policy', search: 'agents' });
    expect(policy).toMatchObject({
      relation: 'accountable',
      state: 'owned_inherited',
      anchor_type: 'group',
      anchor_ref: 'GRP-AI',
    });
    const [audit] = await mine([tools], { scope: 'audit', search: 'agents' });
    expect(audit).toMatchObject({
      relation: 'accountable',
      state: 'owned_direct',
      anchor_type: 'collection',
      anchor_ref: 'agents',
    });
    expect(await mine([tools], { relation: 'planned', search: 'workflows', scope: 'audit' })).toMatchObject([
      { state: 'owned_direct', current_owner: 'GOV-COUNCIL', anchor_ref: 'GRP-WORKFLOW' },
    ]);
    expect(await mine([tools, council], { relation: 'conflict' })).toMatchObject([
      { object_ref: 'tasks', scope: 'health', owner: 'GOV-COUNCIL', anchor_ref: 'GRP-BUSINESS', current_owner: null },
      { object_ref: 'tasks', scope: 'health', owner: 'GOV-DOT', anchor_ref: 'GRP-AI' },
    ]);
    const [waived] = await mine([tools], { relation: 'waived' });
    expect(waived).toMatchObject({ object_ref: 'agents', scope: 'render', state: 'waived' });
    expect(Date.parse(waived?.waived_until ?? '')).toBeGreaterThan(Date.now());
  });

  it('counts in the summary what the list has, also for whoever may not read every collection', async () => {
    for (const collections of [null, ['agents', 'tasks'], ['nothing']]) {
      const rows = await mine([tools, council], {}, collections);
      const { owners, objects, limited } = await summary([tools, council], collections);
      const listed = owners.map(({ owner }) => {
        const own = rows.filter((row) => row.owner === owner).map(({ relation }) => relation);
        return Object.fromEntries(
          Object.keys(counts).map((relation) => [relation, own.filter((one) => one === relation).length]),
        );
      });
      expect(
        owners.map(({ accountable, planned, conflict, owner_dead, waived }) => ({
          accountable,
          planned,
          conflict,
          owner_dead,
          waived,
        })),
      ).toEqual(listed);
      expect([objects, limited]).toEqual([
        new Set(rows.map(({ object_ref }) => object_ref)).size,
        collections !== null,
      ]);
      if (collections !== null) expect(rows.every(({ object_ref }) => collections.includes(object_ref))).toBe(true);
    }
  });

  it('pages through every row once, in every order', async () => {
    for (const sort of ROUTES.responsibilities.query.shape.sort.unwrap().values) {
      const whole = await mine([tools, council], { sort });
      const paged: unknown[] = [];
      let cursor: string | undefined;
      do {
        const query = ROUTES.responsibilities.query.parse({
          limit: 50,
          sort,
          ...(cursor === undefined ? {} : { cursor }),
        });
        const page = await db.read((session) =>
          responsibilities(session, query, { roles: [tools, council], collections: null }),
        );
        paged.push(...page.rows);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect(paged).toEqual(whole);
    }
  });

  it('is lost with an owner that is retired, and still shown', async () => {
    await db.sql(`update one_roof.governance_registry set status = 'retired' where code = 'GOV-DOT'`);
    expect(await mine([tools], { relation: 'owner_dead', search: 'agents' })).toHaveLength(3);
    expect(await mine([tools], { relation: 'accountable' })).toEqual([]);
    expect((await summary([tools])).owners).toMatchObject([{ retired: true, accountable: 0, owner_dead: 4 }]);
  });
});
