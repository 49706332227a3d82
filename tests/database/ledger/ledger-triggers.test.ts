import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { insertOwners } from '../../harness/ownership/ownership-rows.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

const OWNER = { object: 'collection:agents', scope: 'audit', owner: 'GOV-DOT' };
const REVOKE = `update one_roof.governance_object_ownership set lifecycle_status = 'revoked'`;

describe('the tables that assert something', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
  });
  afterAll(() => db.drop());

  it('each has the four triggers of the ledger, and no other table has one', async () => {
    const live = await db.sql(`
      select c.relname as relation, array_agg(t.tgname::text order by t.tgname) as triggers, bool_and(t.tgenabled = 'A') as always
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'one_roof'::regnamespace and t.tgfoid = 'one_roof.write_ledger'::regproc or t.tgname = 'trg_unledgered_truncate'
      group by 1 order by 1`);
    const listed = await db.sql(`select relation from one_roof.v_ledger_relation order by 1`);
    expect(live).toEqual(
      listed.map(({ relation }) => ({
        relation,
        triggers: ['trg_ledger_delete', 'trg_ledger_insert', 'trg_ledger_update', 'trg_unledgered_truncate'],
        always: true,
      })),
    );
  });

  it('a table that is not among them is one of those that assert nothing', async () => {
    const rest = await db.sql(`
      select relname from pg_class where relnamespace = 'one_roof'::regnamespace and relkind = 'r'
      except select relation from one_roof.v_ledger_relation order by 1`);
    expect(rest.map(({ relname }) => relname)).toEqual([
      'birth_registry',
      'candidate_scan_run',
      'dot_command_run',
      'event_delivery',
      'event_outbox',
      'event_pending',
      'event_read',
      'gov_runtime_lease',
      'gov_worker_cursor',
      'governance_candidate_object',
      'governance_candidate_state',
      'governance_confirmation',
      'governance_credential_change',
      'governance_epoch',
      'governance_guard_lease',
      'governance_ledger',
      'governance_ledger_checkpoint',
      'governance_ledger_detail',
      'governance_proposed_change_cell',
      'governance_release_write',
      'governance_session',
      'governance_signature_challenge',
      'governance_snapshot',
      'governance_watermark',
      'governance_what_if',
      'governed_structure',
      'governed_write',
      'schema_migration',
      'schema_migration_lock',
      'system_issues',
    ]);
  });

  it('a rollback restores the tables that the fingerprint of a release covers, and what a release locks are these', async () => {
    const asserted = [
      'collection_registry',
      'event_type_registry',
      'governance_containment',
      'governance_group',
      'governance_object_ownership',
      'governance_owner_waiver',
      'governance_registry',
      'governance_responsibility_scope',
      'governance_ruleset',
    ];
    expect(await db.sql(`select relation from one_roof.v_ledger_relation where restored order by 1`)).toEqual(
      asserted.map((relation) => ({ relation })),
    );
    expect(await db.sql(`select one_roof.asserted() -> 'tables' as tables`)).toEqual([{ tables: asserted }]);
    const locks = await withClient(db.url, async (client) => {
      await client.query('begin');
      await client.query('select one_roof.lock_for_release()');
      const { rows } = await client.query<{ relation: string }>(
        `select relation::regclass::text as relation from pg_locks
         where pid = pg_backend_pid() and mode = 'ShareRowExclusiveLock' order by 1`,
      );
      return rows.map(({ relation }) => relation.replace('one_roof.', ''));
    });
    expect(locks).toEqual([...asserted, 'governance_plan', 'governance_proposed_change', 'governance_release'].sort());
  });

  it('a table that has rows already is not armed: nobody recorded them', async () => {
    await db.sql(`create table one_roof.late (id int); insert into one_roof.late values (1)`);
    const arm = `create or replace view one_roof.v_ledger_relation as select 'late'::text as relation, '{}'::text[] as unwatched, false as restored; select one_roof.arm_ledger()`;
    expect(await rejectionOf(db.sql(`begin; ${arm}`))).toMatchObject({ code: 'OR021' });
    await db.sql(`drop table one_roof.late`);
  });

  it('the gate finds a trigger of the ledger that is disabled', async () => {
    await db.sql(`alter table one_roof.governance_plan disable trigger trg_ledger_insert`);
    const gate = await db.read(evaluateGate);
    expect(gate.blockers).toContain('guard_disabled');
    expect(gate.conditions.find(({ name }) => name === 'guards')?.actual).toBe(
      'governance_plan.trg_ledger_insert disabled',
    );
    await db.sql(`alter table one_roof.governance_plan enable always trigger trg_ledger_insert`);
  });
});

describe('a change of an owner in raw SQL', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
    await insertOwners(db, OWNER);
  });
  afterEach(() => db.drop());

  /** As somebody who has just connected, or whose pooled session once had a reason. */
  const plainly = (statement: string, url = db.url) => withClient(url, (client) => client.query(statement));

  it.each([
    ['with no word', ''],
    ['with a reason that was left empty', `set one_roof.reason = ''; `],
    ['with a reason of another transaction', `begin; set local one_roof.reason = 'why'; commit; `],
    ['with triggers of replication', `set session_replication_role = replica; `],
  ])('cannot happen without a reason: %s', async (_title, before) => {
    const url = before.includes('replication') ? db.superuserUrl : db.url;
    expect(await rejectionOf(plainly(`${before}${REVOKE}`, url))).toMatchObject({
      code: 'OR020',
      message: 'UPDATE on governance_object_ownership is refused: no reason was given',
      hint: expect.stringContaining('one_roof.reason') as string,
    });
    expect(await db.sql(`select lifecycle_status from one_roof.governance_object_ownership`)).toEqual([
      { lifecycle_status: 'active' },
    ]);
  });

  it('is recorded with what there was and what there is, and their digests', async () => {
    await plainly(
      `begin; set local one_roof.reason = 'she left'; set local one_roof.actor = 'directus:7'; ${REVOKE}; commit`,
    );
    const [row] = await db.sql(`
      select l.action, l.object, l.operation, l.row_count::int, d.actor, d.reason, l.session_user_name, l.seq is not null as chained,
        d.before -> 0 ->> 'lifecycle_status' as was, d.after -> 0 ->> 'lifecycle_status' as is,
        l.after_digest = encode(sha256(uuid_send(d.salt) || convert_to(d.after::text, 'UTF8')), 'hex') as digested
      from one_roof.governance_ledger l join one_roof.governance_ledger_detail d on d.ledger_id = l.id order by l.id desc limit 1`);
    expect(row).toEqual({
      action: 'sql',
      object: 'governance_object_ownership:1',
      operation: 'update',
      row_count: 1,
      actor: 'directus:7',
      reason: 'she left',
      session_user_name: 'directus',
      chained: true,
      was: 'active',
      is: 'revoked',
      digested: true,
    });
  });

  it('says who it was where nobody says it: the session, never a guess', async () => {
    await plainly(`set one_roof.reason = 'r'; ${REVOKE}`);
    expect(await db.sql(`select actor from one_roof.v_governance_ledger order by id desc limit 1`)).toEqual([
      { actor: 'session:directus' },
    ]);
  });

  it('is one row per statement, however many rows it changed; none where it changed nothing', async () => {
    const count = () =>
      db.sql(
        `select count(*)::int as rows, max(row_count)::int as changed from one_roof.governance_ledger where operation = 'delete'`,
      );
    await plainly(`set one_roof.reason = 'r'; delete from one_roof.governance_containment`);
    expect(await count()).toEqual([{ rows: 0, changed: null }]);
    await plainly(
      `update one_roof.governance_group set name = name; delete from one_roof.governance_group where false`,
    );
    await plainly(`update one_roof.collection_registry set last_seen_at = now()`); // asserts nothing
    await plainly(
      `set one_roof.reason = 'r'; delete from one_roof.collection_registry where collection_name in ('agents', 'tasks')`,
    );
    expect(await count()).toEqual([{ rows: 1, changed: 2 }]);
  });

  it('a merge, a copy and a change in a rolled back savepoint are no way around it', async () => {
    const merge = `
      merge into one_roof.governance_group g using (values ('GRP-AI')) v (code) on g.code = v.code
        when matched then update set name = 'x'`;
    expect(await rejectionOf(plainly(merge))).toMatchObject({ code: 'OR020' });
    await plainly(`begin; set local one_roof.reason = 'r'; savepoint s; ${REVOKE}; rollback to s; commit`);
    expect(
      await db.sql(
        `select count(*)::int from one_roof.governance_ledger where relation = 'governance_object_ownership' and operation = 'update'`,
      ),
    ).toMatchObject([{ count: 0 }]);
    expect(await rejectionOf(plainly(`truncate one_roof.governance_registry cascade`))).toMatchObject({
      code: 'OR003',
    });
  });
});
