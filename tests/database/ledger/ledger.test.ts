import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appendToLedger } from '../../../src/governance/acts/append-to-ledger.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

const ENTRY = { actor: 'operator:test', actorKind: 'operator', action: 'test', reason: 'because' } as const;
const ACT = `set one_roof.reason = 'a test'`;

describe('the ledger', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => db.drop());

  const append = (object: string) => db.writeProduction((session) => appendToLedger(session, { ...ENTRY, object }));
  const chain = async () =>
    db.sql(`
      select count(*)::int as rows, count(*) filter (where seq is null)::int as open,
        count(*) filter (where prev_hash = coalesce(previous, decode(repeat('00', 32), 'hex')) and seq = place)::int as linked,
        count(*) filter (where hash = sha256(prev_hash || int8send(seq) || sha256(convert_to(content, 'UTF8'))))::int as hashed
      from (select *, lag(hash) over (order by seq) as previous, row_number() over (order by seq) as place from one_roof.governance_ledger) l`);

  it('begins with the installation and holds every change of the template, by whom and why', async () => {
    expect(
      await db.sql(`
        select seq::int, action, operation, object, actor, actor_kind, reason from one_roof.v_governance_ledger
        where relation in ('event_type_registry', 'governance_environment', 'governance_plan') order by seq`),
    ).toEqual([
      expect.objectContaining({
        seq: 1,
        action: 'migrate',
        object: 'event_type_registry',
        actor: 'service:migration',
      }) as object,
      expect.objectContaining({
        action: 'environment.declare',
        operation: 'insert',
        actor: 'operator:test',
        reason: 'test',
      }) as object,
      expect.objectContaining({
        action: 'plan.register',
        object: 'governance_plan:1',
        actor_kind: 'operator',
      }) as object,
    ]);
  });

  it('is one unforked chain under concurrent writers, none open, and every hash can be recomputed', async () => {
    const [before] = await chain();
    await Promise.all(Array.from({ length: 40 }, (_, index) => append(`object ${index}`)));
    const rows = Number(before?.['rows']) + 40;
    expect(await chain()).toEqual([{ rows, open: 0, linked: rows, hashed: rows }]);
  });

  it('nobody waits for somebody else’s commit: a row is left open, and chained by the next who comes', async () => {
    await withClient(db.url, async (one) => {
      await one.query(`begin; set constraints all immediate; ${ACT}; select one_roof.record_act('test', 'first')`);
      await withClient(db.url, async (other) => {
        await other.query(`set lock_timeout = '1ms'; ${ACT}`);
        await other.query(`select one_roof.record_act('test', 'second')`);
      });
      expect(await chain()).toMatchObject([{ open: 1 }]);
      await one.query('commit');
      await one.query(`${ACT}; select one_roof.record_act('test', 'third')`);
    });
    const [{ rows } = {}] = await chain();
    expect(await chain()).toEqual([{ rows, open: 0, linked: rows, hashed: rows }]);
    expect(await db.sql(`select object from one_roof.governance_ledger order by seq desc limit 3`)).toEqual([
      { object: 'third' },
      { object: 'second' },
      { object: 'first' },
    ]);
  });

  it('who looks at an old snapshot leaves his row open, and forks nothing', async () => {
    await withClient(db.url, async (one) => {
      await one.query(`begin isolation level repeatable read; ${ACT}; select 1`);
      await append('in between');
      await one.query(`select one_roof.record_act('test', 'old snapshot')`);
      await one.query('commit');
    });
    expect(await chain()).toMatchObject([{ open: 1 }]);
    // Whoever writes through us leaves nothing open behind, and be it somebody else's.
    await db.writeProduction(() => Promise.resolve());
    const [{ rows } = {}] = await chain();
    expect(await chain()).toEqual([{ rows, open: 0, linked: rows, hashed: rows }]);
  });

  it('a writer cannot choose a place, a time, a session, a transaction or a digest', async () => {
    const insert = (detail: string) => `
      begin;
      insert into one_roof.governance_ledger
        (epoch, at, actor_kind, session_user_name, action, object, detail_digest, xid, content, digest, seq, prev_hash, hash)
        values (99, '1999-01-01', 'human', 'somebody', 'chosen', 'o', '', '7', 'x', 'x', 999, '\\x00', '\\x00');
      ${detail} commit`;
    expect(await rejectionOf(db.sql(insert('')))).toMatchObject({ code: 'OR021' });
    await db.sql(
      insert(`insert into one_roof.governance_ledger_detail (ledger_id, salt, actor, reason)
        select max(id), gen_random_uuid(), 'a', 'r' from one_roof.governance_ledger;`),
    );
    expect(
      await db.sql(`
        select session_user_name, epoch, seq = (select max(seq) from one_roof.governance_ledger) as last, at > '2000-01-01' as now, length(hash) as length
        from one_roof.governance_ledger where action = 'chosen'`),
    ).toEqual([{ session_user_name: 'directus', epoch: 2, last: true, now: true, length: 32 }]);
  });

  it('two rows cannot follow the same row, even where no trigger places them', async () => {
    const fork = `
      alter table one_roof.governance_ledger disable trigger trg_ledger_written;
      insert into one_roof.governance_ledger (epoch, at, actor_kind, session_user_name, action, object, detail_digest, xid, content, digest, seq, prev_hash, hash)
        select epoch, at, actor_kind, session_user_name, 'fork', object, detail_digest, xid, content, digest, 1000, prev_hash, hash
        from one_roof.governance_ledger where seq = 2`;
    expect(await rejectionOf(db.sql(fork))).toMatchObject({
      code: '23505',
      constraint: 'governance_ledger_prev_hash_key',
    });
    await db.sql(`alter table one_roof.governance_ledger enable always trigger trg_ledger_written`);
  });

  it.each([
    `update one_roof.governance_ledger set action = 'another'`,
    `update one_roof.governance_ledger set seq = null, prev_hash = null, hash = null`,
    `delete from one_roof.governance_ledger`,
    `truncate one_roof.governance_ledger cascade`,
    `update one_roof.governance_ledger_detail set reason = 'another'`,
    `update one_roof.governance_ledger_detail set salt = null, actor = null, reason = null, before = null, after = null, erased_at = now()`,
    `delete from one_roof.governance_ledger_detail`,
    `truncate one_roof.governance_ledger_detail`,
    `update one_roof.governance_epoch set epoch = 7`,
  ])('refuses %s', async (statement) => {
    expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR003' });
    expect(await rejectionOf(db.sqlAsSuperuser(`set session_replication_role = replica; ${statement}`))).toMatchObject({
      code: 'OR003',
    });
  });

  it('refuses an act without a reason', async () => {
    const nothing = db.writeProduction((session) => appendToLedger(session, { ...ENTRY, object: 'o', reason: ' ' }));
    expect(await rejectionOf(nothing)).toMatchObject({ code: 'OR020' });
  });

  it('says that a table was changed only where it was', async () => {
    const claim = `${ACT}; select one_roof.record_act('sql', 'o', null, '[]', 'governance_group', 'insert', 1)`;
    expect(await rejectionOf(db.sql(claim))).toMatchObject({ code: 'OR021' });
  });
});
