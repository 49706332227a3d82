import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { checkpointLedger, readCheckpoints } from '../../../src/governance/ledger/checkpoint.ts';
import type { Checkpoint } from '../../../src/governance/ledger/checkpoint.ts';
import { exportLedger } from '../../../src/governance/ledger/export-ledger.ts';
import { verifyLedger } from '../../../src/governance/ledger/verify-ledger.ts';
import { insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';
import { createHash } from 'node:crypto';

const OWNER = { object: 'collection:agents', scope: 'audit', owner: 'GOV-DOT' };

let db: TestDatabase;
beforeEach(async () => {
  db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  await insertOwners(db, OWNER);
});
afterEach(() => db.drop());

const verify = (checkpoints: Checkpoint[] = []) => db.read((session) => verifyLedger(session, checkpoints));
const checkpoint = () =>
  db
    .writeProduction((session) => checkpointLedger(session))
    .catch(() => db.writeClone((session) => checkpointLedger(session)));

/** Runs a statement as only the owner of the tables can: with the triggers off. */
const past = async (relation: string, statement: string) => {
  await db.sql(`alter table one_roof.${relation} disable trigger user; ${statement}`);
  await db.sql(`alter table one_roof.${relation} enable trigger user`);
};
const pastLedger = (statement: string) => past('governance_ledger', statement);

it('a ledger that nobody touched is intact', async () => {
  await checkpoint();
  expect(await verify([await checkpoint()])).toMatchObject({
    verdict: 'intact',
    chain: [],
    rows: [],
    checkpoints: 1,
    state: { open_rows: 0 },
  });
});

it.each([
  ['an action that was rewritten', `update one_roof.governance_ledger set action = 'x' where seq = 4`, 'tampered'],
  [
    'an action and its content that were rewritten',
    `update one_roof.governance_ledger set action = 'x' where seq = 4; update one_roof.governance_ledger l set content = one_roof.ledger_content(l) where seq = 4`,
    'tampered',
  ],
  [
    'a row that was rewritten up to its digest',
    `update one_roof.governance_ledger set action = 'x' where seq = 4; update one_roof.governance_ledger l set content = one_roof.ledger_content(l) where seq = 4;
     update one_roof.governance_ledger set digest = sha256(convert_to(content, 'UTF8')) where seq = 4`,
    'forged hash',
  ],
  [
    'a link that was bent',
    `update one_roof.governance_ledger set prev_hash = sha256('x') where seq = 4`,
    'broken link',
  ],
])('finds %s, and names the row', async (_title, statement, problem) => {
  await pastLedger(statement);
  expect(await verify()).toMatchObject({ verdict: 'broken', chain: [{ seq: 4, problem }] });
});

it('finds a row that was rewritten together with its hash: the next one does not follow it', async () => {
  await pastLedger(`
    update one_roof.governance_ledger set action = 'x' where seq = 4; update one_roof.governance_ledger l set content = one_roof.ledger_content(l) where seq = 4;
    update one_roof.governance_ledger set digest = sha256(convert_to(content, 'UTF8')) where seq = 4;
    update one_roof.governance_ledger set hash = one_roof.ledger_hash(prev_hash, seq, digest) where seq = 4`);
  expect(await verify()).toMatchObject({ chain: [{ seq: 5, problem: 'broken link' }] });
});

it('finds a chain that was rewritten as a whole, by a checkpoint from outside', async () => {
  const noted = await checkpoint();
  await past('governance_ledger_checkpoint', 'delete from one_roof.governance_ledger_checkpoint');
  await pastLedger(`
    do $$
    declare r record; last bytea := decode(repeat('00', 32), 'hex');
    begin
      update one_roof.governance_ledger set action = 'x' where seq = 4;
      update one_roof.governance_ledger l set content = one_roof.ledger_content(l);
      update one_roof.governance_ledger set digest = sha256(convert_to(content, 'UTF8'));
      for r in select * from one_roof.governance_ledger order by seq loop
        update one_roof.governance_ledger set prev_hash = last, hash = one_roof.ledger_hash(last, seq, digest) where id = r.id returning hash into last;
      end loop;
    end $$`);
  expect(await verify()).toMatchObject({ verdict: 'intact' }); // nothing in it shows it: that is why there are checkpoints
  expect(await verify([noted])).toMatchObject({ verdict: 'broken', chain: [{ seq: noted.seq, problem: 'rewritten' }] });
});

it('finds checkpoints that were swapped, in the database and outside', async () => {
  const one = await checkpoint();
  await db.sql(`select one_roof.record_act('test', 'o')`);
  const other = await checkpoint();
  expect(await verify([one, other])).toMatchObject({ verdict: 'intact' });
  const swapped = [
    { ...one, hash: other.hash },
    { ...other, hash: one.hash },
  ];
  const found = swapped.map(({ seq }) => ({ seq, problem: 'rewritten' }));
  expect(await verify(swapped)).toMatchObject({ verdict: 'broken', chain: found });
  await past(
    'governance_ledger_checkpoint',
    `update one_roof.governance_ledger_checkpoint set hash = decode(case seq when ${one.seq} then '${other.hash}' else '${one.hash}' end, 'hex')`,
  );
  expect(await verify()).toMatchObject({ verdict: 'broken', chain: found });
});

it('finds an epoch that was set back', async () => {
  await past('governance_epoch', 'delete from one_roof.governance_epoch');
  await db.sql(`select one_roof.record_act('test', 'o')`);
  const [row] = await db.sql(`select max(seq)::int as seq from one_roof.governance_ledger`);
  expect(await verify()).toMatchObject({
    verdict: 'broken',
    chain: [{ seq: row?.['seq'], problem: 'epoch set back' }],
  });
});

it('finds a row that was taken out of the middle', async () => {
  await past(
    'governance_ledger_detail',
    `alter table one_roof.governance_ledger disable trigger user;
    delete from one_roof.governance_ledger_detail where ledger_id = 4; delete from one_roof.governance_ledger where id = 4`,
  );
  expect(await verify()).toMatchObject({ chain: [{ seq: 5, problem: 'missing', expected: 'a row with seq 4' }] });
});

it('finds a tail that was cut off, by a checkpoint in the database or outside', async () => {
  const noted = await checkpoint();
  const cut = `alter table one_roof.governance_ledger disable trigger user;
    delete from one_roof.governance_ledger_detail where ledger_id >= 8; delete from one_roof.governance_ledger where id >= 8`;
  await past('governance_ledger_detail', cut);
  const [{ last } = {}] = await db.sql(`select max(seq)::int as last from one_roof.governance_ledger`);
  const cutOff = { seq: Number(last) + 1, problem: 'cut off' };
  expect(await verify()).toMatchObject({ verdict: 'broken', chain: [cutOff] });
  await past('governance_ledger_checkpoint', 'delete from one_roof.governance_ledger_checkpoint');
  expect((await verify()).chain).toEqual([]);
  expect(await verify([noted])).toMatchObject({ chain: [cutOff] });
});

it('finds a fork', async () => {
  await pastLedger(`
    alter table one_roof.governance_ledger drop constraint governance_ledger_prev_hash_key, drop constraint governance_ledger_seq_key;
    insert into one_roof.governance_ledger (epoch, at, actor_kind, session_user_name, action, object, detail_digest, xid, content, digest, seq, prev_hash, hash)
      select epoch, at, actor_kind, session_user_name, 'fork', object, detail_digest, xid, content, digest, seq, prev_hash, hash
      from one_roof.governance_ledger where seq = 4`);
  expect(await verify()).toMatchObject({ chain: [{ seq: 4, problem: 'fork' }] });
});

it('finds a forged row: one that was added with its hash, and one about a change that never was', async () => {
  await pastLedger(`
    insert into one_roof.governance_ledger (epoch, at, actor_kind, session_user_name, action, object, detail_digest, xid, content, digest, seq, prev_hash, hash)
      select epoch, at, actor_kind, session_user_name, 'forged', object, detail_digest, xid, content, digest, seq + 1, hash, one_roof.ledger_hash(hash, seq + 1, digest)
      from one_roof.governance_ledger order by seq desc limit 1`);
  const [row] = await db.sql(`select max(seq)::int as seq from one_roof.governance_ledger`);
  expect(await verify()).toMatchObject({ verdict: 'broken', chain: [{ seq: row?.['seq'], problem: 'tampered' }] });
});

it.each([
  [`update one_roof.governance_ledger_detail set reason = 'another' where ledger_id = 4`, 'tampered'],
  [`update one_roof.governance_ledger_detail set after = '[]' where ledger_id = 4`, 'tampered'],
  [
    `update one_roof.governance_ledger_detail set salt = null, actor = null, reason = null, before = null, after = null, erased_at = now() where ledger_id = 4`,
    'tampered',
  ],
  [`delete from one_roof.governance_ledger_detail where ledger_id = 4`, 'forged'],
])('finds a detail that is not what was written: %s', async (statement, problem) => {
  await past('governance_ledger_detail', statement);
  expect(await verify()).toMatchObject({ chain: [{ id: 4, problem }] });
});

it('finds what was changed past the triggers, and names the row', async () => {
  const relation = 'governance_object_ownership';
  await past(relation, `update one_roof.${relation} set owner_gov_code = 'GOV-COUNCIL'`);
  expect(await verify()).toMatchObject({
    verdict: 'broken',
    chain: [],
    rows: [{ relation, row_key: '1', problem: 'differs' }],
  });
  await past(relation, `delete from one_roof.${relation}`);
  expect(await verify()).toMatchObject({ rows: [{ relation, row_key: '1', problem: 'vanished' }] });
  await past(
    'governance_registry',
    `insert into one_roof.governance_registry (code, name, created_by) values ('GOV-X', 'x', 'x')`,
  );
  expect((await verify()).rows).toContainEqual({
    relation: 'governance_registry',
    row_key: 'GOV-X',
    ledger_id: null,
    problem: 'unrecorded',
  });
});

const erase = (id: unknown) =>
  db.sql(
    `begin; set local one_roof.reason = 'asked by the person'; select one_roof.erase_ledger_detail(${Number(id)}); commit`,
  );
const ledgerOf = (relation: string) =>
  db.sql(`select id::int, hash from one_roof.v_governance_ledger where relation = $1 order by id`, [relation]);

it('what a person has a right to have forgotten is erased, by a recorded act, and the chain stays whole', async () => {
  const [before] = await db.sql(
    `select id::int, hash from one_roof.v_governance_ledger where relation = 'governance_object_ownership'`,
  );
  await db.sql(
    `begin; set local one_roof.reason = 'asked by the person'; select one_roof.erase_ledger_detail($1::bigint); commit`.replace(
      '$1',
      String(before?.['id']),
    ),
  );
  expect(
    await db.sql(`select actor, reason, erased, hash from one_roof.v_governance_ledger where id = $1`, [
      before?.['id'],
    ]),
  ).toEqual([{ actor: null, reason: null, erased: true, hash: before?.['hash'] }]);
  expect(await verify()).toMatchObject({ verdict: 'intact' });
});

it('an erasure exempts the rows that it names and no other, says how many, and compares them again once they change', async () => {
  const relation = 'governance_object_ownership';
  await insertOwners(db, { ...OWNER, scope: 'policy' });
  const [, second] = await ledgerOf(relation);
  await erase(second?.['id']);
  expect(await verify()).toMatchObject({
    verdict: 'intact',
    uncompared: [{ relation, ledger_id: second?.['id'], erased_at: expect.any(String) as string, rows: 1 }],
  });

  await past(relation, `update one_roof.${relation} set owner_gov_code = 'GOV-COUNCIL'`);
  expect(await verify()).toMatchObject({ verdict: 'broken', rows: [{ relation, row_key: '1', problem: 'differs' }] });

  await db.sql(`update one_roof.${relation} set lifecycle_status = 'revoked' where id = 2`);
  await past(relation, `update one_roof.${relation} set lifecycle_status = 'active'`);
  expect((await verify()).uncompared).toEqual([]);
  expect((await verify()).rows.map(({ row_key }) => row_key)).toEqual(['1', '2']);
});

it('an erasure that is erased itself still exempts the same rows', async () => {
  const relation = 'governance_object_ownership';
  const [first] = await ledgerOf(relation);
  await erase(first?.['id']);
  const [erasure] = await db.sql(`select id from one_roof.governance_ledger where action = 'ledger.erase'`);
  await erase(erasure?.['id']);
  expect(await verify()).toMatchObject({
    verdict: 'intact',
    uncompared: [{ relation, ledger_id: first?.['id'], rows: 1 }],
  });
});

it('an erasure cannot name other rows than it erases, nor more than there were', async () => {
  const relation = 'governance_object_ownership';
  await insertOwners(db, { ...OWNER, scope: 'policy' });
  const [first] = await ledgerOf(relation);
  const claim = `select one_roof.record_act('ledger.erase', 'ledger:${Number(first?.['id'])}', null, '["1", "2"]')`;
  const forget = `update one_roof.governance_ledger_detail
    set salt = null, actor = null, reason = null, before = null, after = null, erased_at = now() where ledger_id = ${Number(first?.['id'])}`;
  expect(await rejectionOf(db.sql(`begin; ${claim}; ${forget}; commit`))).toMatchObject({ code: 'OR003' });

  await past('governance_ledger_detail', `begin; ${claim}; ${forget}; commit`);
  await past(relation, `update one_roof.${relation} set owner_gov_code = 'GOV-COUNCIL'`);
  expect((await verify()).rows.map(({ row_key }) => row_key).sort()).toEqual(['1', '2']);
});

it('covers what is not chained yet by its digest', async () => {
  await withClient(db.url, async (client) => {
    await client.query(`begin isolation level repeatable read; set local one_roof.reason = 'r'`);
    await client.query(`select one_roof.record_act('test', 'open')`);
    await client.query('commit');
  });
  expect(await verify()).toMatchObject({ verdict: 'intact', state: { open_rows: 1 } });
  await pastLedger(`update one_roof.governance_ledger set object = 'rewritten' where seq is null`);
  expect(await verify()).toMatchObject({ verdict: 'broken', chain: [{ seq: null, problem: 'tampered' }] });
});

it('an export can be checked by who has nothing but sha256', async () => {
  const rows = await db.read((session) => exportLedger(session, 1));
  let hash = Buffer.alloc(32);
  for (const row of rows) {
    const digest = createHash('sha256').update(row.content).digest();
    const seq = Buffer.alloc(8);
    seq.writeBigInt64BE(BigInt(row.seq));
    expect([row.prev_hash, row.digest]).toEqual([hash.toString('hex'), digest.toString('hex')]);
    hash = createHash('sha256').update(hash).update(seq).update(digest).digest();
    expect(row.hash).toBe(hash.toString('hex'));
  }
  expect(rows.length).toBeGreaterThan(5);
});

it('a checkpoint that cannot be read is named, not skipped', () => {
  expect(() => readCheckpoints('{"seq": 1}\n', 'checkpoints.jsonl')).toThrow(
    'checkpoints.jsonl, line 1 is not a checkpoint',
  );
});
