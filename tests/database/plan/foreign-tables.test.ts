import { afterAll, beforeAll, expect, it } from 'vitest';
import { guardStatus } from '../../../src/governance/guard/guard-status.ts';
import { armGuards } from '../../../src/governance/guard/tend-guards.ts';
import { checkPlan } from '../../../src/governance/plan/check-plan.ts';
import { initPlan } from '../../../src/governance/plan/init-plan.ts';
import { readPlan } from '../../../src/governance/plan/read-plan.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { BY, guards, writer } from '../../harness/guards.ts';
import { describeOnEachPostgres } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

describeOnEachPostgres('tables that belong to another role', (server) => {
  let db: TestDatabase;
  const other = `other_owner_${process.pid}`;
  beforeAll(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await db.sqlAsSuperuser(`create role ${other};
      create table public.elsewhere (id serial primary key, name text); alter table public.elsewhere owner to ${other};
      alter table public.agents owner to ${other}`);
  });
  afterAll(async () => {
    await db.drop();
    await withClient(server.superuserUrl, (client) => client.query(`drop role ${other}`));
  });

  const fix = (collection: string, owner: string) => `ALTER TABLE public.${collection} OWNER TO ${owner};`;

  it('are told at discovery, are not governed by a first plan, and the guard says what would arm it, which does', async () => {
    const [{ directus }] = (await db.sql('select current_user as directus')) as [{ directus: string }];
    const scan = () => writer(db)((session) => scanCoverage(session, BY));
    expect((await scan()).foreign_tables).toEqual([
      { collection: 'agents', table_owner: other, directus_owner: directus, fix: fix('agents', directus) },
      { collection: 'elsewhere', table_owner: other, directus_owner: directus, fix: fix('elsewhere', directus) },
    ]);

    const source = await db.read((session) => initPlan(session));
    expect(source).toContain(fix('elsewhere', directus));
    const written = readPlan(source);
    expect(written.plan.excluded).toEqual(expect.arrayContaining(['agents', 'elsewhere']));
    expect(written.plan.ungrouped).not.toContain('elsewhere');
    expect(await db.read((session) => checkPlan(session, written))).toMatchObject({ numbers: { objects: 34 } });

    const tended = await guards(db, 'observe');
    expect(tended.filter(({ problem }) => problem !== null)).toMatchObject([
      {
        relation: 'agents',
        problem: `table agents belongs to role ${other}, and only its owner can put a guard on it. As a superuser: ${fix('agents', directus)}`,
      },
    ]);
    expect((await db.read(guardStatus)).foreign_tables).toMatchObject([
      { collection: 'agents' },
      { collection: 'elsewhere' },
    ]);

    await db.sqlAsSuperuser(`${fix('agents', directus)} ${fix('elsewhere', directus)}`);
    expect((await armGuards(writer(db))).map(({ problem }) => problem)).toEqual([null]);
    expect(await db.sql(`insert into elsewhere (name) values ('x') returning id`)).toEqual([{ id: 1 }]);
    expect((await scan()).foreign_tables).toEqual([]);
  });

  it('a role whose rights Directus has is none of them', async () => {
    const [{ directus }] = (await db.sql('select current_user as directus')) as [{ directus: string }];
    await db.sqlAsSuperuser(`alter table public.elsewhere owner to ${other}; grant ${other} to ${directus}`);
    expect(await db.sql(`select collection from one_roof.v_foreign_table`)).toEqual([]);
    await db.sqlAsSuperuser(`revoke ${other} from ${directus}`);
    expect(await db.sql(`select collection from one_roof.v_foreign_table`)).toEqual([{ collection: 'elsewhere' }]);
  });
});
