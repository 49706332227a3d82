import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disown, guards, owned, ownedWrites, permit, WRITES } from '../../harness/guards.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const ADD = `insert into agents (id, code) values (1, 'a')`;
const REPLICA = 'set local session_replication_role = replica';

describeOnEachPostgres('the guard of items', (server) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await owned(db);
    await guards(db, 'observe');
    await ownedWrites(db, 'agents');
  });
  afterAll(() => db.drop());

  describe('in observe', () => {
    it('records every write of every statement by item, whoever is connected and however', async () => {
      expect(
        await db.triedAsSuperuser(
          `insert into agents (code) values ('a'), ('b')`,
          `update agents set title = 'x' where code = 'a'`,
          REPLICA,
          `delete from agents where code = 'b'`,
          `insert into agents (id, code) values (1, 'a') on conflict (id) do update set title = 'upserted'`,
          `truncate agents`,
          WRITES,
        ),
      ).toEqual([
        { write: 'agents 1 create' },
        { write: 'agents 2 create' },
        { write: 'agents 1 update' },
        { write: 'agents 2 delete' },
        { write: 'agents 1 update' },
        { write: 'agents truncate' },
      ]);
    });

    it('records nothing where nothing was written, nor of collections that are not governed', async () => {
      expect(
        await db.tried(
          `update agents set title = 'x'; delete from agents`,
          `create table elsewhere (id int primary key); insert into elsewhere values (1)`,
          WRITES,
        ),
      ).toEqual([]);
    });

    it('says how many where one statement writes more items than are told apart', async () => {
      expect(
        await db.tried(
          `insert into agents (code) select 'c' || n from generate_series(1, 10001) n`,
          `select item, item_count::int from one_roof.governed_write`,
        ),
      ).toEqual([{ item: null, item_count: 10001 }]);
    });

    it.each([
      ['its schema is renamed', 'alter schema one_roof rename to gone'],
      ['its table is gone', 'drop table one_roof.governed_write cascade'],
      ['a table is not what it was', 'alter table one_roof.governed_write rename column item to it'],
      ['a constraint refuses', `alter table one_roof.governed_write add constraint never check (false) not valid`],
      ['a rule cannot be judged', 'alter table one_roof.governance_object_ownership rename to lost'],
      ['a privilege is gone', 'revoke all on all tables in schema one_roof from directus'],
    ])('never takes Directus down: %s', async (_what, breakage) => {
      await db.tried(
        breakage,
        ADD,
        `update agents set title = 'x'`,
        `truncate agents`,
        `insert into directus_activity (action, collection, item) values ('create', 'agents', '1')`,
        `insert into directus_fields (collection, field) values ('agents', 'extra')`,
        `truncate directus_relations`,
      );
    });
  });

  describe('where nobody is accountable for execution', () => {
    beforeAll(async () => {
      await guards(db, 'enforce');
      await disown(db, 'execution');
    });

    it('observe records what enforce would refuse, and lets it pass', async () => {
      const observe = `update one_roof.governance_enforcement set mode = 'observe'; select one_roof.arm_table_guard('agents')`;
      expect(await db.tried(observe, ADD, WRITES)).toEqual([{ write: 'agents 1 create execution_owner_needed' }]);
    });

    it.each([
      ['insert', `insert into agents (code) values ('b')`],
      ['update', `update agents set title = 'x'`],
      ['delete', `delete from agents`],
      ['truncate', `truncate agents`],
      ['upsert', `insert into agents (id, code) values (1, 'a') on conflict (id) do update set title = 'x'`],
      ['merge', `merge into agents a using (select 1 as id) s on a.id = s.id when matched then update set title = 'x'`],
      ['cascade', `delete from parents`],
    ])('enforce refuses %s, also without ordinary triggers', async (_what, statement) => {
      const passing = `insert into one_roof.governance_override (reason, expires_at, created_by) values ('r', now() + interval '1 hour', 'me')`;
      const closing = `update one_roof.governance_override set closed_at = now(), closed_by = 'me'`;
      const parent = `
        create table parents (id int primary key); insert into parents values (1);
        alter table agents add parent int references parents on delete cascade; update agents set parent = 1`;
      const before = [passing, ADD, parent, closing];
      expect(await rejectionOf(db.tried(...before, statement))).toMatchObject({
        code: 'OR043',
        message: 'Nothing is written to agents while nobody is accountable for its execution',
        hint: expect.stringContaining('one-roof owners agents') as string,
      });
      if (statement !== 'delete from parents')
        expect(await rejectionOf(db.triedAsSuperuser(...before, REPLICA, statement))).toMatchObject({ code: 'OR043' });
    });

    it('enforce asks only of collections that were opted in, and only for rows that are there', async () => {
      await db.tried(`insert into tasks (code) values ('t')`, `delete from agents where id = 99`);
    });

    it('an override lets it pass and is recorded with it', async () => {
      const id = await permit(db, 'override', ['agents']);
      expect(await db.tried(ADD, WRITES)).toEqual([{ write: `agents 1 create execution_owner_needed override:${id}` }]);
      await db.sql(`update one_roof.governance_override set closed_at = now(), closed_by = 'me' where id = ${id}`);
      expect(await rejectionOf(db.tried(ADD))).toMatchObject({ code: 'OR043' });
    });

    it('a change window is not one, nor an override for another collection, nor one whose time is over', async () => {
      await permit(db, 'window');
      await permit(db, 'override', ['tasks']);
      expect(await rejectionOf(db.tried(ADD))).toMatchObject({ code: 'OR043' });
      const expired = [
        `alter table one_roof.governance_override disable trigger all`,
        `insert into one_roof.governance_override (reason, created_at, expires_at, created_by) values ('r', now() - interval '2 hours', now(), 'me')`,
      ];
      expect(await rejectionOf(db.tried(...expired, ADD))).toMatchObject({ code: 'OR043' });
    });

    it('enforce says so when it cannot judge, and writes nothing', async () => {
      expect(await rejectionOf(db.tried('alter schema one_roof rename to gone', ADD))).toMatchObject({
        code: 'OR045',
        message: expect.stringContaining('The guard of agents cannot judge: ') as string,
        hint: expect.stringContaining('disarm.sql') as string,
      });
    });

    it('what was worked out is kept while nothing changes, and no longer: an owner who comes, a waiver that ends', async () => {
      const leases = `select finding from one_roof.governance_guard_lease where collection_name = 'agents'`;
      const waived = (until: string) => `
        insert into one_roof.governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_by)
        values ('collection', 'agents', 'execution', 'decided', 'CLONE-TEST-NO-RATIFICATION', ${until}, 'TEST_CLONE_W')`;
      const unwaived = `set one_roof.rollback_tag = 'TEST_CLONE_W'; delete from one_roof.governance_owner_waiver`;
      await db.sql(waived(`now() + interval '1 day'`));
      await db.sql(ADD);
      expect(await db.sql(leases)).toEqual([{ finding: null }]);
      expect(await rejectionOf(db.tried(unwaived, 'delete from agents'))).toMatchObject({ code: 'OR043' });

      await db.sql(unwaived);
      await db.sql(waived(`clock_timestamp() + interval '2 seconds'`));
      await db.sql(`update agents set title = 'leased'`);
      const deleting = () => Promise.allSettled([db.tried('delete from agents')]);
      await expect.poll(deleting).toMatchObject([{ status: 'rejected', reason: { code: 'OR043' } }]);
      expect(
        await rejectionOf(db.tried(`update one_roof.governance_guard_lease set valid_until = 'infinity'`)),
      ).toMatchObject({
        code: 'OR003',
      });
    });
  });
});
