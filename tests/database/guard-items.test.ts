import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { disown, guards, owned, ownedWrites, permit, writes } from '../harness/guards.ts';
import { describeOnEachPostgres, rejectionOf } from '../harness/servers.ts';
import { TestDatabase, withClient } from '../harness/test-database.ts';

const add = (code: string) => `insert into agents (code) values ('${code}')`;

describeOnEachPostgres('the guard of items', (server) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await owned(db);
  });
  afterEach(() => db.drop());

  describe('in observe', () => {
    beforeEach(() => guards(db, 'observe'));

    it('records every write of every statement by item, whatever role it has', async () => {
      await db.sql(`${add('a')}, ('b')`);
      await db.sql(`update agents set title = 'x' where code = 'a'`);
      await db.sqlAsSuperuser(`set session_replication_role = replica; delete from public.agents where code = 'b'`);
      await db.sql(`insert into agents (id, code) values (1, 'a') on conflict (id) do update set title = 'upserted'`);
      await db.sql(`truncate agents`);
      expect(await writes(db)).toEqual([
        { collection: 'agents', item: '1', operation: 'create' },
        { collection: 'agents', item: '2', operation: 'create' },
        { collection: 'agents', item: '1', operation: 'update' },
        { collection: 'agents', item: '2', operation: 'delete' },
        { collection: 'agents', item: '1', operation: 'update' },
        { collection: 'agents', operation: 'truncate' },
      ]);
    });

    it('records nothing of what was rolled back or wrote nothing, nor of collections that are not governed', async () => {
      await db.sql(`begin; ${add('a')}; rollback`);
      await db.sql(`update agents set title = 'x'; delete from agents`);
      await db.sql(`create table elsewhere (id int primary key); insert into elsewhere values (1)`);
      expect(await writes(db)).toEqual([]);
    });

    it('says how many where one statement writes more items than are told apart', async () => {
      await db.sql(`insert into agents (code) select 'c' || n from generate_series(1, 10001) n`);
      expect(await db.sql(`select item, item_count::int from one_roof.governed_write`)).toEqual([{ item: null, item_count: 10001 }]);
    });

    it('records what would be refused, and lets it pass', async () => {
      await ownedWrites(db, 'agents');
      await disown(db, 'execution');
      await db.sql(add('a'));
      expect(await writes(db)).toEqual([{ collection: 'agents', item: '1', operation: 'create', finding: 'execution_owner_needed' }]);
    });

    it.each([
      ['its schema is renamed', 'alter schema one_roof rename to gone'],
      ['its table is gone', 'drop table one_roof.governed_write cascade'],
      ['a table is not what it was', 'alter table one_roof.governed_write rename column item to it'],
      ['a constraint refuses', `alter table one_roof.governed_write add constraint never check (false) not valid`],
      ['a rule cannot be judged', 'alter table one_roof.governance_object_ownership rename to lost'],
      ['a privilege is gone', 'revoke all on all tables in schema one_roof from directus'],
    ])('never takes Directus down: %s', async (_what, breakage) => {
      await ownedWrites(db, 'agents');
      await db.sqlAsSuperuser(breakage);
      await db.sql(`${add('a')}; update agents set title = 'x'; truncate agents`);
      await db.sql(`insert into directus_activity (action, collection, item) values ('create', 'agents', '1')`);
      await db.sql(`insert into directus_fields (collection, field) values ('agents', 'extra')`);
    });
  });

  describe('in enforce', () => {
    beforeEach(async () => {
      await guards(db, 'enforce');
      await ownedWrites(db, 'agents');
      await disown(db, 'execution');
    });

    it.each([
      ['insert', add('b')],
      ['update', `update agents set title = 'x'`],
      ['delete', `delete from agents`],
      ['truncate', `truncate agents`],
      ['upsert', `insert into agents (id, code) values (1, 'a') on conflict (id) do update set title = 'x'`],
      ['copy', `do $$ begin execute 'create temp table t as select 5 as id, ''c'' as code'; insert into agents (id, code) select * from t; end $$`],
      ['merge', `merge into agents a using (select 1 as id) s on a.id = s.id when matched then update set title = 'x'`],
    ])('refuses %s while nobody is accountable for execution, also without ordinary triggers', async (_what, statement) => {
      const id = await permit(db, 'override', ['agents']);
      await db.sql(add('a'));
      await db.sql(`update one_roof.governance_override set closed_at = now(), closed_by = 'test' where id = ${id}`);
      expect(await rejectionOf(db.sql(statement))).toMatchObject({
        code: 'OR033',
        message: 'Nothing is written to agents while nobody is accountable for its execution',
        hint: expect.stringContaining('one-roof owners agents') as string,
      });
      expect(await rejectionOf(db.sqlAsSuperuser(`set session_replication_role = replica; ${statement}`))).toMatchObject({ code: 'OR033' });
    });

    it('asks only of collections that were opted in, and only for rows that are there', async () => {
      await db.sql(`insert into tasks (code) values ('t')`);
      await db.sql(`delete from agents where id = 99`);
    });

    it('an override lets it pass and is recorded with it; it ends by time, and is only ever closed', async () => {
      const id = await permit(db, 'override', ['agents']);
      await db.sql(add('a'));
      expect(await writes(db)).toEqual([
        { collection: 'agents', item: '1', operation: 'create', finding: 'execution_owner_needed', permit: `override:${id}` },
      ]);
      for (const change of [`expires_at = now() + interval '2 hours'`, `reason = 'another'`, `collections = null`]) {
        expect(await rejectionOf(db.sql(`update one_roof.governance_override set ${change}`)), change).toMatchObject({ code: 'OR003' });
      }
      for (const statement of ['delete from one_roof.governance_override', 'truncate one_roof.governance_override']) {
        expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR003' });
      }
      expect(
        await rejectionOf(
          db.sql(
            `insert into one_roof.governance_override (reason, expires_at, created_at, created_by) values ('r', now() + interval '9 days', now() + interval '8 days 12 hours', 'me')`,
          ),
        ),
      ).toMatchObject({ code: '23514' });
      await db.sqlAsSuperuser(`
        alter table one_roof.governance_override disable trigger all;
        update one_roof.governance_override set created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'`);
      expect(await rejectionOf(db.sql(add('b')))).toMatchObject({ code: 'OR033' });
    });

    it('a change window is not one, nor an override for another collection', async () => {
      await permit(db, 'window');
      await permit(db, 'override', ['tasks']);
      expect(await rejectionOf(db.sql(add('a')))).toMatchObject({ code: 'OR033' });
    });

    it('says so when it cannot judge, and writes nothing', async () => {
      await db.sql('alter schema one_roof rename to gone');
      expect(await rejectionOf(db.sql(add('a')))).toMatchObject({
        code: 'OR035',
        message: expect.stringContaining('The guard of agents cannot judge: ') as string,
        hint: expect.stringContaining('disarm.sql') as string,
      });
    });
  });
});

describeOnEachPostgres('attribution', (server) => {
  let db: TestDatabase;
  const USER = '11111111-2222-3333-4444-555555555555';
  beforeEach(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await guards(db, 'observe');
  });
  afterEach(() => db.drop());

  const activity = (item: string, user: string | null = USER, collection = 'agents') =>
    `insert into directus_activity (action, "user", collection, item) values ('create', ${user === null ? 'null' : `'${user}'`}, '${collection}', '${item}')`;
  const attributions = () =>
    db.sql(`select item, attribution, user_id from one_roof.v_governed_write where collection = 'agents' order by written_at, item`);

  it('goes to the user whom Directus notes in the same transaction for the same item, however the key is written', async () => {
    await db.sql(`begin; insert into agents (id, code) values (7, 'a'), (8, 'b'), (9, 'c'); ${activity('007')}; ${activity('8', null)}; commit`);
    expect(await attributions()).toEqual([
      { item: '7', attribution: 'user', user_id: USER },
      { item: '8', attribution: 'public', user_id: null },
      { item: '9', attribution: 'unattributed', user_id: null },
    ]);
  });

  it('never goes to who wrote something else, or the same in another transaction', async () => {
    await db.sql(`insert into agents (id, code) values (1, 'a')`);
    await db.sql(`begin; ${activity('1')}; insert into agents (id, code) values (2, 'b'); ${activity('2', USER, 'tasks')}; commit`);
    expect((await attributions()).map(({ attribution }) => attribution)).toEqual(['unattributed', 'unattributed']);
  });

  it('keeps transactions that run at once apart', async () => {
    const people = Array.from({ length: 8 }, (_, n) => `${String(n).repeat(8)}-2222-3333-4444-555555555555`);
    await Promise.all(
      people.map((person, n) =>
        withClient(db.url, async (client) => {
          for (let time = 0; time < 5; time++) {
            await client.query(`begin; insert into agents (id, code) values (${n * 10 + time}, '${n}-${time}')`);
            await client.query(`${activity(String(n * 10 + time), person)}; commit`);
          }
        }),
      ),
    );
    expect(
      await db.sql(`select count(*)::int as writes, count(*) filter (where left(user_id::text, 1) = (item::int / 10)::text)::int as theirs from one_roof.governed_write`),
    ).toEqual([{ writes: 40, theirs: 40 }]);
  });

  it('outlives the activity rows, which go with the collection', async () => {
    await db.sql(`begin; insert into agents (id, code) values (1, 'a'); ${activity('1')}; commit`);
    await db.sql(`delete from directus_activity; drop table agents`);
    expect(await attributions()).toEqual([{ item: '1', attribution: 'user', user_id: USER }]);
  });

  it.each([
    ['another user', `update one_roof.governed_write set user_id = '99999999-2222-3333-4444-555555555555'`],
    ['a user afterwards', `update one_roof.governed_write set user_id = '${USER}', activity_id = 1 where activity_id is null`],
    ['another item', `update one_roof.governed_write set item = '5'`],
    ['nothing at all', `delete from one_roof.governed_write`],
    ['an empty table', `truncate one_roof.governed_write`],
  ])('is not rewritten: %s', async (_what, statement) => {
    await db.sql(`begin; insert into agents (id, code) values (1, 'a'), (2, 'b'); ${activity('1')}; commit`);
    expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR003' });
  });

  it('is kept for as long as it is said, and at least for 30 days', async () => {
    await db.sql(`insert into agents (id, code) values (1, 'a'), (2, 'b')`);
    await db.sqlAsSuperuser(`
      alter table one_roof.governed_write disable trigger all;
      update one_roof.governed_write set created_at = now() - interval '100 days' where item = '1';
      update one_roof.governed_write set created_at = now() - interval '29 days' where item = '2';
      alter table one_roof.governed_write enable always trigger trg_governed_write_guard`);
    const prune = async (days: number) => (await db.sql('select one_roof.prune_governed_writes($1)::int as pruned', [days]))[0]?.['pruned'];
    expect(await prune(365)).toBe(0);
    expect(await prune(1)).toBe(1);
    expect((await attributions()).map(({ item }) => item)).toEqual(['2']);
  });
});
