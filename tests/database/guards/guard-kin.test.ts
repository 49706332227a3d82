import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { guardStatus } from '../../../src/governance/guard/guard-status.ts';
import { armGuards } from '../../../src/governance/guard/tend-guards.ts';
import { disown, guards, owned, ownedWrites, WRITES, writer } from '../../harness/guards.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describeOnEachPostgres('tables that share rows with a governed collection', (server) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
  });
  afterEach(() => db.drop());

  const unarmed = async () => {
    const { unarmed } = await db.read(guardStatus);
    return [...new Set(unarmed.map(({ relation, state }) => `${relation} ${state}`))];
  };
  const disabled = async () => (await db.read(evaluateGate)).blockers.includes('guard_disabled');
  const enforceAgents = async () => {
    await owned(db);
    await guards(db, 'enforce');
    await ownedWrites(db, 'agents');
    await disown(db, 'execution');
  };
  const REFUSED = {
    code: 'OR043',
    message: 'Nothing is written to agents while nobody is accountable for its execution',
  };
  const SHAPES: [string, string, string][] = [
    [
      'an inheritance child',
      `create table kin (primary key (id)) inherits (agents)`,
      `insert into kin (id, code) values (70, 'k')`,
    ],
    [
      'a grandchild',
      `create table middle () inherits (agents); create table kin () inherits (middle)`,
      `insert into kin (id, code) values (70, 'k')`,
    ],
    [
      'a child in another schema',
      `create schema archive; create table archive."K n" () inherits (agents)`,
      `insert into archive."K n" (id, code) values (70, 'k')`,
    ],
    [
      'a partition',
      `drop table agents; create table agents (id integer primary key, code text) partition by range (id);
       create table kin partition of agents for values from (0) to (100)`,
      `insert into kin (id, code) values (70, 'k')`,
    ],
    [
      'a table that it is a partition of',
      `drop table agents; create table kin (id integer primary key, code text) partition by range (id);
       create table agents partition of kin for values from (0) to (100)`,
      `insert into kin (id, code) values (70, 'k')`,
    ],
  ];

  it.each(SHAPES)(
    '%s: its guard is missing until the next tend, and its writes are recorded then',
    async (_shape, make, write) => {
      await guards(db, 'observe');
      await db.sql(make);
      expect(await disabled()).toBe(true);
      expect((await unarmed()).join()).toMatch(/missing/);
      expect((await armGuards(writer(db))).map(({ problem }) => problem)).not.toContain(expect.any(String));
      expect(await unarmed()).toEqual([]);
      expect(await disabled()).toBe(false);
      await db.sql(write);
      expect((await db.sql(WRITES)).at(-1)).toEqual({ write: 'agents 70 create' });
    },
  );

  it.each(SHAPES)('%s: what the rule forbids is refused there too, and truncating it', async (_shape, make, write) => {
    await enforceAgents();
    await db.sql(make);
    await armGuards(writer(db));
    expect(await rejectionOf(db.sql(write))).toMatchObject(REFUSED);
    const table = /into (\S+(?: n")?) \(/.exec(write)?.[1] ?? '';
    expect(await rejectionOf(db.sql(`truncate ${table}`))).toMatchObject(REFUSED);
  });

  it('a partition that is attached is found, and armed with the next tend; detached, it is free again', async () => {
    await enforceAgents();
    await db.sql(`drop table agents; create table agents (id integer primary key, code text) partition by range (id)`);
    await armGuards(writer(db));
    await db.sql(`create table part (id integer primary key, code text); insert into part values (1, 'free')`);
    expect(await disabled()).toBe(false);
    await db.sql(`alter table agents attach partition part for values from (0) to (100)`);
    expect(await unarmed()).toEqual(['part missing']);
    expect(await disabled()).toBe(true);
    await armGuards(writer(db));
    expect(await rejectionOf(db.sql(`update part set code = 'x'`))).toMatchObject(REFUSED);
    await db.sql(`alter table agents detach partition part`);
    await db.sql(`update part set code = 'x'`);
    expect(await unarmed()).toEqual(['part leftover']);
    await armGuards(writer(db));
    expect(await unarmed()).toEqual([]);
  });

  it('a write through the parent is recorded once', async () => {
    await guards(db, 'observe');
    await db.sql(`create table kin () inherits (agents); insert into agents (id, code) values (1, 'a')`);
    await armGuards(writer(db));
    await db.sql(`insert into kin (id, code) values (2, 'b'); update agents set code = 'c'`);
    expect((await db.sql(WRITES)).slice(-2)).toEqual([{ write: 'agents 1 update' }, { write: 'agents 2 update' }]);
  });

  it('a trigger that names a collection it shares no rows with records nothing', async () => {
    await guards(db, 'observe');
    await db.sql(`
      create table stranger (id integer primary key, code text);
      create trigger one_roof_insert after insert on stranger referencing new table as changed_rows
        for each statement execute function one_roof.guard_items('observe', 'free', 'id', 'agents');
      insert into stranger values (1, 'x')`);
    expect(await db.sql(`select from one_roof.governed_write where collection = 'agents'`)).toEqual([]);
  });
});
