import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { acknowledgeStructure } from '../../../src/governance/guard/acknowledge-structure.ts';
import { guardStatus } from '../../../src/governance/guard/guard-status.ts';
import { closePermit } from '../../../src/governance/guard/permits.ts';
import { armGuards } from '../../../src/governance/guard/tend-guards.ts';
import { BY, guards, owned, ownedWrites, permit, WRITES, writer } from '../../harness/guards.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describeOnEachPostgres('what DDL does past the triggers of a governed collection', (server) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await owned(db);
    await db.sql(`insert into agents (id, code, title) values (1, 'a', 'true'), (2, 'b', 'true')`);
    await guards(db, 'enforce');
    await ownedWrites(db, 'agents');
  });
  afterEach(() => db.drop());

  const told = async () =>
    (await db.read(guardStatus)).drift.map(({ collection, rewritten }) => `${collection}: ${rewritten.join(', ')}`);
  const gate = async () => {
    const { blockers, conditions } = await db.read(evaluateGate);
    return blockers.includes('table_rewritten') ? conditions.find(({ name }) => name === 'tables')?.actual : null;
  };

  it.each([
    [
      'ALTER TABLE … TYPE … USING, to the same type',
      `alter table agents alter column title type character varying(255) using 'forged'`,
      'public.agents was rewritten',
    ],
    [
      'a column that is dropped and added again under its name',
      `alter table agents drop column title, add column title character varying(255) default 'forged'`,
      'public.agents.title is another column: dropped and added again, or renamed',
    ],
    [
      'two columns that change names',
      `alter table agents rename column title to swapped; alter table agents rename column code to title; alter table agents rename column swapped to code`,
      'public.agents.code is another column: dropped and added again, or renamed, public.agents.title is another column: dropped and added again, or renamed',
    ],
    [
      'a column that gets another type',
      `alter table agents alter column title type text`,
      'public.agents.title has another type',
    ],
    ['VACUUM FULL, which changes no item', 'vacuum full agents', 'public.agents was rewritten'],
    ['CLUSTER, which changes no item', 'cluster agents using agents_pkey', 'public.agents was rewritten'],
    [
      'a table that takes its place',
      `create table other (like agents including all); insert into other select * from agents; alter table agents rename to away; alter table other rename to agents`,
      'public.agents was dropped and created again, or restored',
    ],
    ['a child with rows of its own', `create table kin () inherits (agents)`, 'public.kin was attached or created'],
    [
      'a rewrite of a child',
      `create table kin () inherits (agents); insert into kin (id, code) values (9, 'k'); alter table kin set unlogged`,
      'public.kin was attached or created',
    ],
    [
      'TRUNCATE with the triggers off',
      `alter table agents disable trigger user; truncate agents`,
      'public.agents was rewritten',
    ],
  ])(
    '%s: the gate and guard status say so until somebody acknowledges it, for a reason that the ledger keeps',
    async (_what, ddl, found) => {
      expect(await gate()).toBeNull();
      for (const statement of ddl.startsWith('alter table agents rename') ? ddl.split('; ') : [ddl])
        await db.sql(statement);
      expect(await told()).toEqual([`agents: ${found}`]);
      expect(await gate()).toBe(found);
      await armGuards(writer(db));
      expect(await gate()).toBe(found);

      expect(await writer(db)((session) => acknowledgeStructure(session, 'agents', BY))).toEqual(
        expect.arrayContaining(found.split(/, (?=public)/)),
      );
      expect(await told()).toEqual([]);
      expect(await gate()).toBeNull();
      const [entry] = await db.sql(`
      select d.before, d.reason from one_roof.governance_ledger l join one_roof.governance_ledger_detail d on d.ledger_id = l.id
      where l.action = 'guard.acknowledge' and l.object = 'collection:agents'`);
      expect(entry).toMatchObject({
        reason: BY.reason,
        before: expect.arrayContaining(found.split(/, (?=public)/)) as string[],
      });
    },
  );

  it.each([
    ['an index that is written anew', 'reindex table agents'],
    ['VACUUM', 'vacuum analyze agents'],
    ['a table that is emptied by TRUNCATE, which is a recorded write', 'truncate agents'],
    ['items that are written', `update agents set title = 'x'; delete from agents where id = 2`],
    [
      'a trigger, a grant, a comment',
      `comment on table agents is 'x'; grant select on agents to public; analyze agents`,
    ],
  ])('is not: %s', async (_what, statement) => {
    await db.sql(statement);
    expect(await told()).toEqual([]);
    expect(await gate()).toBeNull();
  });

  it('a change that a guard lets pass accepts it, and leaves it among the recorded writes', async () => {
    await db.sql(`alter table agents alter column title type character varying(255) using 'forged'`);
    await db.sql(`update directus_fields set note = 'harmless' where collection = 'agents' and field = 'title'`);
    expect(await gate()).toBeNull();
    expect((await db.sql(WRITES)).map(({ write }) => write)).toContain(
      'agents table public.agents was rewritten update',
    );
  });

  it('a change window that is closed does too', async () => {
    const id = await permit(db, 'window', ['agents']);
    await db.sql('vacuum full agents');
    expect(await gate()).toBe('public.agents was rewritten');
    await writer(db)((session) => closePermit(session, 'window', id, BY));
    expect(await gate()).toBeNull();
    expect((await db.sql(WRITES)).at(-1)).toEqual({ write: 'agents table public.agents was rewritten update' });
  });

  it('nothing to acknowledge is said', async () => {
    expect(await rejectionOf(writer(db)((session) => acknowledgeStructure(session, 'agents', BY)))).toMatchObject({
      code: 'ONE_ROOF_NOT_FOUND',
    });
  });

  it('numbers of another database, which a restore brings along, say nothing here, and are taken anew by the next tend', async () => {
    await db.sql(`update one_roof.governed_structure set db_oid = 1`);
    await db.sql('vacuum full agents');
    expect(await gate()).toBeNull();
    await writer(db)((session) => session.query('select keep_first_structure()'));
    await db.sql('vacuum full agents');
    expect(await gate()).toBe('public.agents was rewritten');
  });
});
