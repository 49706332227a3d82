import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appendToLedger } from '../../src/governance/append-to-ledger.ts';
import { rejectionOf } from '../harness/servers.ts';
import { TestDatabase, withClient } from '../harness/test-database.ts';

describe('the ledger', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => db.drop());

  const entry = (object: string) => ({ actor: 'operator:test', actorKind: 'operator', action: 'test', object, reason: 'because' }) as const;
  const append = (object: string) => db.writeProduction((session) => appendToLedger(session, entry(object)));

  it('holds the declaration and the registration of the template, chained from 32 zero bytes', async () => {
    expect(
      await db.sql(
        `select seq::int, action, encode(prev_hash, 'hex') = repeat('00', 32) as first from one_roof.governance_ledger order by seq`,
      ),
    ).toEqual([
      { seq: 1, action: 'environment.declare', first: true },
      { seq: 2, action: 'plan.register', first: false },
    ]);
  });

  it('stays one unforked chain under concurrent writers, and every hash can be recomputed', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => append(`object ${index}`)));
    expect(
      await db.sql(`
        select count(*)::int as rows, count(*) filter (where prev_hash = coalesce(previous, decode(repeat('00', 32), 'hex')))::int as linked,
          count(*) filter (where hash = recomputed)::int as hashed
        from (
          select *, lag(hash) over (order by seq) as previous,
            sha256(convert_to(jsonb_build_array(seq, epoch, extract(epoch from at), actor, actor_kind, session_user_name, action, object, reason, approval_ref,
              before_digest, after_digest, xid::text, encode(prev_hash, 'hex'))::text, 'UTF8')) as recomputed
          from one_roof.governance_ledger) l`),
    ).toEqual([{ rows: 22, linked: 22, hashed: 22 }]);
  });

  it('a writer cannot choose its place, its hash or its session', async () => {
    await db.sql(`
      insert into one_roof.governance_ledger (seq, epoch, actor, actor_kind, session_user_name, action, object, reason, prev_hash, hash)
      values (999, 99, 'a', 'human', 'somebody', 'forged', 'o', 'r', '\\x00', '\\x00')`);
    const [row] = await db.sql(
      `select seq::int, session_user_name, length(hash) as length from one_roof.governance_ledger where action = 'forged'`,
    );
    expect(row).toEqual({ seq: 23, session_user_name: 'directus', length: 32 });
  });

  it('two writers that see the same last row cannot both follow it', async () => {
    await withClient(db.url, async (one) => {
      await one.query('begin isolation level repeatable read; select 1');
      await append('in between');
      const insert = `insert into one_roof.governance_ledger (actor, actor_kind, action, object, reason) values ('a', 'human', 'fork', 'o', 'r')`;
      await expect(one.query(insert)).rejects.toMatchObject({ code: '23505' });
    });
  });

  it('two rows cannot follow the same row, even where the trigger does not place them', async () => {
    const fork = `
      alter table one_roof.governance_ledger disable trigger trg_ledger_chain;
      insert into one_roof.governance_ledger (seq, epoch, actor, actor_kind, action, object, reason, prev_hash, hash)
      select 1000, 1, 'a', 'human', 'fork', 'o', 'r', prev_hash, hash from one_roof.governance_ledger where seq = 2`;
    expect(await rejectionOf(db.sql(fork))).toMatchObject({ code: '23505', constraint: 'governance_ledger_prev_hash_key' });
    await db.sql(`alter table one_roof.governance_ledger enable always trigger trg_ledger_chain`);
  });

  it.each([
    `update one_roof.governance_ledger set reason = 'another'`,
    `delete from one_roof.governance_ledger`,
    `truncate one_roof.governance_ledger`,
  ])('refuses %s', async (statement) => {
    expect(await rejectionOf(db.sql(statement))).toMatchObject({ code: 'OR003' });
    expect(await rejectionOf(db.sqlAsSuperuser(`set session_replication_role = replica; ${statement}`))).toMatchObject({ code: 'OR003' });
  });

  it('refuses an act without a reason', async () => {
    expect(await rejectionOf(db.writeProduction((session) => appendToLedger(session, { ...entry('o'), reason: ' ' })))).toMatchObject({
      code: '23514',
    });
  });
});
