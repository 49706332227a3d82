import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { compareFingerprints } from '../../../src/database/fingerprint/compare.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { schemaScope } from '../../../src/database/fingerprint/scopes.ts';
import { uninstall } from '../../../src/database/install/uninstall.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { guardStatus } from '../../../src/governance/guard/guard-status.ts';
import { disarmGuards } from '../../../src/governance/guard/set-guard-mode.ts';
import { setWriteRule } from '../../../src/governance/guard/set-write-rule.ts';
import { armGuards } from '../../../src/governance/guard/tend-guards.ts';
import { BY, disown, guards, lock, owned, ownedWrites, WRITES, writer } from '../../harness/guards.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

const DISARM = readFileSync(new URL('../../../src/database/install/disarm.sql', import.meta.url), 'utf8');

/** Makes a trigger of ours again, changed in nothing but this. */
const remade = (from: string, to: string) => `do $made$
  declare
    made text := (
      select replace(pg_get_triggerdef(oid), $from$${from}$from$, $to$${to}$to$) from pg_trigger
      where tgrelid = 'modules'::regclass and tgname = 'one_roof_truncate');
  begin
    drop trigger one_roof_truncate on modules;
    execute made;
    alter table modules enable always trigger one_roof_truncate;
  end $made$`;

describe('the modes of the guards', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    await owned(db);
  });
  afterAll(() => db.drop());

  const publicFingerprint = () =>
    db.sessions.use(async (session) => {
      await session.query('begin read only');
      return fingerprint(session, schemaScope('public'));
    });
  const triggers = async () =>
    (await db.sql(`select count(*)::int from pg_trigger where tgname like 'one\\_roof\\_%'`))[0]?.['count'];
  const states = () =>
    db.sql(
      `select relation, trigger_name, state from one_roof.v_table_guard where state <> 'armed' order by relation, trigger_name`,
    );

  it('are off at first: nothing of ours is on a table of Directus, and nothing is recorded', async () => {
    expect(await triggers()).toBe(0);
    expect(await db.tried(`insert into agents (code) values ('a')`, WRITES)).toEqual([]);
  });

  it('observe arms every governed table and those of Directus, off takes it all away again', async () => {
    const before = await publicFingerprint();
    expect((await guards(db, 'observe')).filter(({ problem }) => problem !== null)).toEqual([]);
    expect(await triggers()).toBe(35 * 4 + 4 + 3 * 2 + 1);
    expect(await states()).toEqual([]);
    expect(await guards(db, 'observe')).toEqual([]);

    await writer(db)((session) => disarmGuards(session, BY));
    await armGuards(writer(db));
    expect(compareFingerprints(before, await publicFingerprint())).toEqual({ outcome: 'equal' });
  });

  it('a group may have a mode of its own', async () => {
    await guards(db, 'observe', 'GRP-AI');
    expect(await triggers()).toBe(4 + 4 + 3 * 2 + 1);
    await guards(db, 'enforce', 'GRP-AI');
    await guards(db, 'observe');
    expect(
      await db.sql(
        `select one_roof.guard_mode('agents') as ai, one_roof.guard_mode('tasks') as other, one_roof.guard_mode('new') as new`,
      ),
    ).toEqual([{ ai: 'enforce', other: 'observe', new: 'observe' }]);
    expect(await rejectionOf(guards(db, 'observe', 'GRP-NONE'))).toMatchObject({ code: 'ONE_ROOF_NOT_FOUND' });
  });

  it('are in the ledger', async () => {
    expect(
      await db.sql(
        `select action, object from one_roof.governance_ledger where action like 'guard.%' order by id desc limit 2`,
      ),
    ).toEqual([
      { action: 'guard.mode', object: 'governance_enforcement:*' },
      { action: 'guard.mode', object: 'governance_enforcement:GRP-AI' },
    ]);
  });

  it('enforce is refused while it would block work of today, and says which', async () => {
    await lock(db, 'tasks');
    await db.sql(`update directus_fields set note = 'nightly job' where collection = 'tasks' and field = 'title'`);
    const refusal = await rejectionOf(guards(db, 'enforce'));
    expect(refusal).toMatchObject({
      code: 'ONE_ROOF_PRECONDITION_FAILED',
      extensions: {
        obstacles: [{ collection: 'tasks', finding: 'window_needed', explanation: 'seen 1 time(s) in the last day' }],
      },
    });
    // Nor by SQL.
    const turnOn = `update one_roof.governance_enforcement set mode = 'enforce'`;
    expect(await rejectionOf(db.sql(turnOn))).toMatchObject({
      code: 'OR044',
      message: expect.stringContaining('tasks seen 1 time(s)') as string,
    });
    expect(await rejectionOf(db.sqlAsSuperuser(`set session_replication_role = replica; ${turnOn}`))).toMatchObject({
      code: 'OR044',
    });
    expect((await db.read(guardStatus)).obstacles).toMatchObject([{ group: null, collection: 'tasks' }]);

    await db.sqlAsSuperuser(`
      alter table one_roof.governed_write disable trigger all;
      update one_roof.governed_write set created_at = now() - interval '2 days';
      alter table one_roof.governed_write enable always trigger trg_governed_write_guard;
      alter table one_roof.governed_write enable always trigger trg_governed_write_once;
      alter table one_roof.governed_write enable always trigger trg_governed_write_no_truncate`);
    await guards(db, 'enforce');
  });

  it('a mode is changed, not removed', async () => {
    for (const statement of ['delete from one_roof.governance_enforcement', 'truncate one_roof.governance_enforcement'])
      expect(await rejectionOf(db.sql(statement)), statement).toMatchObject({ code: 'OR003' });
  });

  it('under enforce, items are not made to need an owner that is missing', async () => {
    await ownedWrites(db, 'modules');
    await disown(db, 'execution');
    expect(await rejectionOf(writer(db)((session) => setWriteRule(session, 'workflows', true, BY)))).toMatchObject({
      code: 'OR044',
    });
    expect(await rejectionOf(writer(db)((session) => setWriteRule(session, 'nothing', true, BY)))).toMatchObject({
      code: 'ONE_ROOF_NOT_FOUND',
    });
    await guards(db, 'observe');
    const { extensions } = await rejectionOf(guards(db, 'enforce'));
    expect(extensions).toMatchObject({ obstacles: [{ collection: 'modules', finding: 'execution_owner_needed' }] });
  });

  it('without policy owners enforce is refused for each governed collection, and without a plan for all that may come', async () => {
    await disown(db, 'policy');
    const { extensions } = await rejectionOf(guards(db, 'enforce', 'GRP-BUSINESS'));
    expect(extensions).toMatchObject({
      obstacles: [
        { collection: 'modules', finding: 'execution_owner_needed' },
        {
          collection: 'modules',
          finding: 'policy_owner_needed',
          explanation: 'its schema would not change: policy is gap',
        },
      ],
    });
    expect(
      await db.tried(
        `alter table one_roof.governance_plan disable trigger all; delete from one_roof.governance_plan`,
        `select finding from one_roof.enforcement_obstacle() where collection is null`,
      ),
    ).toEqual([{ finding: 'group_needed' }]);
  });

  describe('a guard that was lost', () => {
    const lost = async () => {
      const gate = await db.read(evaluateGate);
      return gate.blockers.includes('guard_disabled')
        ? gate.conditions.find(({ name }) => name === 'guards')?.actual
        : null;
    };

    it.each([
      ['dropped', 'drop trigger one_roof_insert on modules', 'modules.one_roof_insert missing'],
      ['disabled', 'alter table modules disable trigger one_roof_delete', 'modules.one_roof_delete disabled'],
      [
        'disabled and enabled, as pg_restore does',
        'alter table modules disable trigger all; alter table modules enable trigger all',
        'modules.one_roof_delete disabled, modules.one_roof_insert disabled, modules.one_roof_truncate disabled, modules.one_roof_update disabled',
      ],
      ['made conditional', remade(' EXECUTE ', ' WHEN (false) EXECUTE '), 'modules.one_roof_truncate changed'],
      ['put into another mode', remade("'observe'", "'off'"), 'modules.one_roof_truncate changed'],
      [
        'of another kind',
        `create or replace trigger one_roof_schema after insert on directus_fields for each row execute function one_roof.guard_schema('enforce'); alter table directus_fields enable always trigger one_roof_schema`,
        'directus_fields.one_roof_schema changed',
      ],
      [
        'left over',
        `create trigger one_roof_insert after insert on directus_users for each statement execute function one_roof.guard_items('observe')`,
        'directus_users.one_roof_insert leftover',
      ],
    ])('is found and made good: %s', async (_what, breakage, found) => {
      await db.sql(breakage);
      expect(await lost()).toBe(found);
      expect((await armGuards(writer(db))).map(({ problem }) => problem)).toEqual([null]);
      expect(await lost()).toBeNull();
    });

    it('disarm.sql takes every guard away, whatever state One-Roof is in; arming puts them back', async () => {
      await db.sql('alter schema one_roof rename to gone');
      await db.sql(DISARM);
      expect(await triggers()).toBe(0);
      await db.sql('alter schema gone rename to one_roof');
      expect(await lost()).toContain('agents.one_roof_insert missing');
      expect((await armGuards(writer(db))).length).toBe(35 + 5);
      expect(await states()).toEqual([]);
    });

    it('on a table that somebody holds is told, the others are made good, and it is tried again', async () => {
      await db.sql(`drop trigger one_roof_insert on modules; drop trigger one_roof_insert on tasks`);
      await withClient(db.url, async (holder) => {
        await holder.query('begin; lock table modules in row exclusive mode');
        expect(await armGuards(writer(db))).toMatchObject([
          { relation: 'modules', problem: expect.stringContaining('lock') as string },
          { relation: 'tasks', problem: null },
        ]);
      });
      expect(await armGuards(writer(db))).toMatchObject([{ relation: 'modules', problem: null }]);
    });
  });

  it('uninstalling takes everything away, and leaves public as it was', async () => {
    expect(await uninstall(db.sessions)).toMatchObject({ schemaRemoved: true });
    expect(await triggers()).toBe(0);
    await db.tried(`insert into agents (code) values ('a')`, `delete from directus_fields where collection = 'tasks'`);
  });
});
