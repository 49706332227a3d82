import { afterAll, beforeAll, expect, it } from 'vitest';
import { guards } from '../../harness/guards.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

const USER = '11111111-2222-3333-4444-555555555555';
const ATTRIBUTIONS = `select item, attribution, user_id from one_roof.v_governed_write where collection = 'agents' order by written_at, item`;

const activity = (item: string, user: string | null = USER, collection = 'agents') =>
  `insert into directus_activity (action, "user", collection, item) values ('create', ${user === null ? 'null' : `'${user}'`}, '${collection}', '${item}')`;

describeOnEachPostgres('attribution', (server) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await guards(db, 'observe');
  });
  afterAll(() => db.drop());

  it('goes to the user whom Directus notes in the same transaction for the same item, however the key is written', async () => {
    expect(
      await db.tried(
        `insert into agents (id, code) values (7, 'a'), (8, 'b'), (9, 'c')`,
        activity('007'),
        activity('8', null),
        activity('9', USER, 'tasks'),
        ATTRIBUTIONS,
      ),
    ).toEqual([
      { item: '7', attribution: 'user', user_id: USER },
      { item: '8', attribution: 'no_user', user_id: null },
      { item: '9', attribution: 'unattributed', user_id: null },
    ]);
  });

  it('goes to nobody for what was written in another transaction', async () => {
    await db.sql(`insert into tasks (id, code) values (1, 'a')`);
    await db.sql(activity('1', USER, 'tasks'));
    await db.sql(`begin; update tasks set title = 'x'; ${activity('1', USER, 'tasks')}; commit`);
    expect(
      await db.sql(
        `select operation, attribution from one_roof.v_governed_write where collection = 'tasks' order by id`,
      ),
    ).toEqual([
      { operation: 'create', attribution: 'unattributed' },
      { operation: 'update', attribution: 'user' },
    ]);
  });

  it('keeps transactions that run at once apart', async () => {
    const people = Array.from({ length: 8 }, (_, n) => `${String(n).repeat(8)}-2222-3333-4444-555555555555`);
    await Promise.all(
      people.map((person, n) =>
        withClient(db.url, async (client) => {
          for (let time = 0; time < 5; time++) {
            await client.query(`begin; insert into workflows (id, code) values (${n * 10 + time}, '${n}-${time}')`);
            await client.query(`${activity(String(n * 10 + time), person, 'workflows')}; commit`);
          }
        }),
      ),
    );
    expect(
      await db.sql(`
        select count(*)::int as writes, count(*) filter (where left(user_id::text, 1) = (item::int / 10)::text)::int as theirs
        from one_roof.governed_write where collection = 'workflows'`),
    ).toEqual([{ writes: 40, theirs: 40 }]);
  });

  it('outlives the activity rows, which go with the collection', async () => {
    expect(
      await db.tried(
        `insert into agents (id, code) values (1, 'a')`,
        activity('1'),
        `delete from directus_activity`,
        `drop table agents`,
        ATTRIBUTIONS,
      ),
    ).toEqual([{ item: '1', attribution: 'user', user_id: USER }]);
  });

  it.each([
    [
      'another user',
      `update one_roof.governed_write set user_id = '99999999-2222-3333-4444-555555555555' where item = '1'`,
    ],
    ['another item', `update one_roof.governed_write set item = '5' where (collection, item) = ('agents', '2')`],
    ['nothing at all', `delete from one_roof.governed_write`],
    ['an empty table', `truncate one_roof.governed_write`],
  ])('is not rewritten: %s', async (_what, statement) => {
    const written = [`insert into agents (id, code) values (1, 'a'), (2, 'b')`, activity('1')];
    expect(await rejectionOf(db.tried(...written, statement))).toMatchObject({ code: 'OR003' });
  });

  it('is not rewritten: any column but those of the user', async () => {
    const [{ columns }] = (await db.sql(`
      select array_agg(attname::text) as columns from pg_attribute
      where attrelid = 'one_roof.governed_write'::regclass and attnum > 0 and not attisdropped
        and attnum <> all ((select tgattr from pg_trigger
          where tgrelid = 'one_roof.governed_write'::regclass and tgname = 'trg_governed_write_guard')::int2[])`)) as [
      { columns: string[] },
    ];
    expect(columns.sort()).toEqual(['activity_id', 'user_id']);
  });

  it('is not given afterwards', async () => {
    await db.sql(`insert into modules (id, code) values (1, 'a')`);
    const later = `update one_roof.governed_write set user_id = '${USER}', activity_id = 1 where collection = 'modules'`;
    expect(await rejectionOf(db.tried(later))).toMatchObject({ code: 'OR003' });
  });

  it('is kept for as long as it is said, and for 30 days at least', async () => {
    const old = [
      `insert into agents (id, code) values (1, 'a'), (2, 'b')`,
      `alter table one_roof.governed_write disable trigger all`,
      `update one_roof.governed_write set created_at = now() - make_interval(days => case item when '1' then 100 else 29 end) where collection = 'agents'`,
      `alter table one_roof.governed_write enable always trigger trg_governed_write_guard`,
    ];
    expect(await db.triedAsSuperuser(...old, `select one_roof.prune_governed_writes(365)::int as pruned`)).toEqual([
      { pruned: 0 },
    ]);
    expect(await db.triedAsSuperuser(...old, `select one_roof.prune_governed_writes(1)::int as pruned`)).toEqual([
      { pruned: 1 },
    ]);
  });
});
