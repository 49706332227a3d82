import { randomUUID } from 'node:crypto';
import knexModule from 'knex';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, requireCurrentSchema } from '../../../src/database/install/migrate.ts';
import { pgSessions } from '../../../src/database/sessions/pg-sessions.ts';
import { productionRead, productionWrite } from '../../../src/database/sessions/classes.ts';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import type { DoctorHost } from '../../../src/governance/doctor/doctor-host.ts';
import { armGuards } from '../../../src/governance/guard/tend-guards.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { coverageSummary } from '../../../src/governance/ownership/coverage-summary.ts';
import { requireRoom } from '../../../src/governance/installation/require-room.ts';
import { scanCoverage } from '../../../src/governance/scanning/scan-coverage.ts';
import { DOCTOR_HOST } from '../../harness/doctor-host.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { SeparatedDatabase } from '../../harness/postgres/separated-database.ts';
import type { TestDatabase } from '../../harness/test-database.ts';

describeOnEachPostgres('mode separated', (server) => {
  let separated: SeparatedDatabase;
  let db: TestDatabase;
  const role = `directus_plain_${process.pid}`;
  const as = (name: string, password: string) => db.url.replace(/\/\/[^@]+@/, `//${name}:${password}@`);
  const directusSessions = () => pgSessions({ connectionString: as(role, 'plain') });

  /** Report of the doctor when this role asks. */
  const doctor = async (name: string, password: string, host: Partial<DoctorHost> = {}) => {
    const knex = knexModule({ client: 'pg', connection: as(name, password), pool: { min: 0, max: 1 } });
    try {
      return await diagnose(knex, { ...DOCTOR_HOST, ...host });
    } finally {
      await knex.destroy();
    }
  };

  beforeAll(async () => {
    separated = await SeparatedDatabase.create(server, role);
    db = separated.db;
    expect(await separated.migrate()).toMatchObject({ mode: 'separated' });
  });
  afterAll(() => separated.drop());

  it('starts without migrating, reads, scans and answers the gate as Directus’s role', async () => {
    const knex = knexModule({ client: 'pg', connection: as(role, 'plain'), pool: { min: 0, max: 1 } });
    expect(await migrate(knex)).toMatchObject({ mode: 'separated', applied: [] });
    await knex.destroy();
    expect(await directusSessions().use((session) => requireCurrentSchema(session))).toMatchObject({
      mode: 'separated',
    });
    const policy = { allowedDatabases: [db.name], asReader: true, rowLimit: 501 };
    expect(await productionRead(directusSessions(), policy, coverageSummary)).toMatchObject({ total_cells: 0 });
    expect(await productionRead(directusSessions(), policy, evaluateGate)).toMatchObject({ blockers: ['no_plan'] });
    const scan = await productionWrite(directusSessions(), (session) =>
      scanCoverage(session, { actor: 'directus:flow', actorKind: 'service' }),
    );
    expect(scan).toMatchObject({ status: 'refused' });
    expect(scan.changes).toHaveLength(35);
  });

  it('tries as Directus’s role whether the ledger can be written, and keeps nothing', async () => {
    const rows = () => db.sqlAsSuperuser('select count(*)::int as n from one_roof.governance_ledger');
    const before = await rows();
    await directusSessions().use(requireRoom);
    await directusSessions().use((session) => session.query('select one_roof.require_room()'));
    expect(await rows()).toEqual(before);
  });

  it('the doctor finds nothing, whether Directus’s role asks or the owner, who cannot tell what Directus is set to', async () => {
    expect(await doctor(role, 'plain')).toMatchObject({
      verdict: 'HEALTHY',
      findings: [],
      unchecked: [],
      mode: 'separated',
    });
    expect(await doctor('one_roof_owner', 'owner', { extensionsMustLoad: false })).toMatchObject({
      verdict: 'HEALTHY',
      findings: [],
      unchecked: [{ subject: 'EXTENSIONS_MUST_LOAD' }],
      mode: 'separated',
    });
  });

  it('what Directus’s role found is in the ledger; it may log issues, and meets the same guard when it emits', async () => {
    expect(
      await db.sqlAsSuperuser(
        `select action, actor, session_user_name from one_roof.v_governance_ledger where relation = 'collection_registry' limit 1`,
      ),
    ).toEqual([{ action: 'scan', actor: 'directus:flow', session_user_name: role }]);
    const ask = (text: string) => directusSessions().use((session) => session.query(text));
    expect(
      (await ask(`select one_roof.fn_log_issue('s', 'warn', 't', null, 'e', 'c', 'i') > 0 as logged`)).rows,
    ).toEqual([{ logged: true }]);
    const emit = `select one_roof.emit_event('governance', 'coverage.scan_completed', 't', 'r', 'a', 'x', 's')`;
    expect(await rejectionOf(ask(emit))).toMatchObject({ code: 'OR031' });
    expect(
      await rejectionOf(ask(`insert into one_roof.event_outbox (event_domain) values ('governance')`)),
    ).toMatchObject({
      code: '42501',
    });
  });

  it.each([
    `insert into one_roof.governance_group (code, name, created_by) values ('GRP-X', 'x', 'x')`,
    `update one_roof.collection_registry set governance_role = 'excluded'`,
    `insert into one_roof.governance_ledger (action, object) values ('b', 'c')`,
    `select one_roof.record_act('b', 'c')`,
    `alter table one_roof.event_outbox disable trigger all`,
    `drop table one_roof.governance_ledger`,
    `drop schema one_roof cascade`,
    `create or replace function one_roof.ospa(p_packet text default null) returns bigint language sql as 'select 1::bigint'`,
    `create table one_roof.planted ()`,
    `set role one_roof_owner`,
    `grant one_roof_owner to current_user`,
    `select one_roof.register_plan('{}', '', '')`,
    `insert into one_roof.governance_what_if default values`,
    `select one_roof.apply_changes('[]', '')`,
    `select one_roof.defer_changes('plan', '[]', '{}', '')`,
  ])('Directus’s role cannot: %s', async (statement) => {
    expect(await rejectionOf(directusSessions().use((session) => session.query(statement)))).toMatchObject({
      code: '42501',
    });
  });

  it('Directus’s role arms the guards that the owner asks for, is recorded by them, and can neither open a window nor forge a write', async () => {
    const asOwner = pgSessions({ connectionString: as('one_roof_owner', 'owner') });
    await asOwner.use((session) =>
      session.query(`
        set one_roof.reason = 'test';
        insert into one_roof.governance_enforcement (mode, reason, created_by) values ('observe', 'r', 'operator:owner');
        update one_roof.collection_registry set governance_role = 'governed' where collection_name in ('agents', 'tasks')`),
    );
    const armed = await armGuards((work) => productionWrite(directusSessions(), work));
    expect(armed.map(({ relation, problem }) => [relation, problem])).toEqual(
      [
        'agents',
        'directus_activity',
        'directus_collections',
        'directus_fields',
        'directus_files',
        'directus_relations',
        'tasks',
      ].map((name) => [name, null]),
    );
    // A key of a type of their own is written out by code of theirs, with the rights of the gateway.
    await directusSessions().use((session) =>
      session.query(`
        insert into agents (id, code) values (1, 'a');
        create function public.evil_key(integer) returns boolean language plpgsql as $$ begin
          if current_user = 'one_roof_owner' then raise exception 'evil ran as %', current_user; end if;
          return true;
        end $$;
        create domain public.evil_key as integer check (public.evil_key(value));
        alter table tasks alter column id drop default, alter column id type public.evil_key;
        insert into tasks (id, code) values (1, 't');
        create domain public.evil_item as text check (public.evil_key(length(value)));
        alter table directus_activity alter column item type public.evil_item;
        begin; update agents set title = 'x'; insert into directus_activity (action, collection, item) values ('update', 'agents', '1'); commit`),
    );
    expect(
      await db.sqlAsSuperuser(
        `select collection, item, created_by, activity_id from one_roof.governed_write order by id`,
      ),
    ).toEqual([
      { collection: 'agents', item: '1', created_by: role, activity_id: '1' },
      { collection: 'tasks', item: '1', created_by: role, activity_id: null },
      { collection: 'agents', item: '1', created_by: role, activity_id: '1' },
    ]);
    for (const statement of [
      `insert into one_roof.governed_write (kind, collection, relation, operation) values ('item', 'a', 'a', 'create')`,
      `update one_roof.governance_enforcement set mode = 'off'`,
      `insert into one_roof.governance_change_window (reason, expires_at, created_by) values ('r', now() + interval '1 hour', 'me')`,
      `insert into one_roof.governance_override (reason, expires_at, created_by) values ('r', now() + interval '1 hour', 'me')`,
    ])
      expect(await rejectionOf(directusSessions().use((session) => session.query(statement))), statement).toMatchObject(
        { code: '42501' },
      );
    await directusSessions().use((session) =>
      session.query(`
        alter table tasks alter column id type integer; alter table directus_activity alter column item type varchar(255);
        drop domain public.evil_key; drop domain public.evil_item; drop function public.evil_key`),
    );
    await asOwner.use((session) =>
      session.query(`
        set one_roof.reason = 'test';
        update one_roof.governance_enforcement set mode = 'off';
        update one_roof.collection_registry set governance_role = 'observed' where collection_name in ('agents', 'tasks')`),
    );
    await armGuards((work) => productionWrite(directusSessions(), work));
  });

  it('people vote through Directus’s role, which proves nothing by a session; it can neither seat anybody nor decide for them', async () => {
    const [president, clerk] = [randomUUID(), randomUUID()];
    const asOwner = pgSessions({ connectionString: as('one_roof_owner', 'owner') });
    await directusSessions().use((session) =>
      session.query(`
        insert into directus_users (id, email, role, status) select id::uuid, id || '@example.com', (select id from directus_roles limit 1), 'active'
          from unnest(array['${president}', '${clerk}']) id;
        insert into directus_sessions (token, "user", expires) values ('s-president', '${president}', now() + interval '1 day'), ('s-clerk', '${clerk}', now() + interval '1 day')`),
    );
    const seats = { president: [`${president}@example.com`], council: [`${clerk}@example.com`] };
    const ratification = JSON.stringify({ profile: 'two_person', methods: ['ssh'], cooling_hours: 72, seats });
    await asOwner.use((session) =>
      session
        .query(`set one_roof.reason = 'test'`)
        .then(() => session.query('select one_roof.seat_people($1, $2)', [ratification, 'test'])),
    );
    await armGuards((work) => productionWrite(directusSessions(), work));
    const file = `insert into one_roof.approval_requests (code, subject, action, title, proposer_user, proposer, expires_at, revision_content, revision_digest, created_by)
      values ('APR-1', 'law', 'modify', 't', '${clerk}', '', now() + interval '1 hour', '', '', 'c')`;
    const vote = `insert into one_roof.apr_approvals
      (request_code, revision, revision_digest, approver, approver_user, approver_type, seat, decision, rationale, method, statement, public_key, created_by)
      select code, revision, revision_digest, '', '${president}', 'human', 'president', 'approve', 'r', 'ssh', 's', 'k', 't' from one_roof.approval_requests`;
    const asDirectus = (token: string, statement: string) =>
      directusSessions().use((session) =>
        session.query(`set one_roof.reason = 'test'; set one_roof.session = '${token}'; ${statement}`),
      );
    await asDirectus('s-clerk', file);
    // Without a session what somebody signed elsewhere is taken, and whether it verifies, Node says; with another one it is refused.
    expect(await rejectionOf(asDirectus('s-clerk', vote))).toMatchObject({ code: 'OR054' });
    expect(await rejectionOf(asDirectus('', vote.replace(`'ssh', 's', 'k'`, `'session', null, ''`)))).toMatchObject({
      code: 'OR054',
    });
    // A change of the account by nobody that Directus noted.
    await directusSessions().use((session) =>
      session.query(`update directus_users set password = 'x' where id = '${president}'`),
    );
    expect(await rejectionOf(asDirectus('s-president', vote))).toMatchObject({ code: 'OR056' });
    await db.sqlAsSuperuser(`alter table one_roof.governance_credential_change disable trigger all; delete from one_roof.governance_credential_change;
      alter table one_roof.governance_credential_change enable always trigger trg_credential_change_append_only;
      alter table one_roof.governance_credential_change enable always trigger trg_credential_change_no_truncate`);
    await asDirectus('s-president', vote);
    expect(await db.sqlAsSuperuser(`select seat, problem from one_roof.v_request_vote`)).toEqual([
      { seat: 'president', problem: null },
    ]);
    // Opening a window is the affair of whoever holds a seat, whichever role hands it over; so is what it may not do itself.
    expect(
      await rejectionOf(
        asDirectus(
          's-president',
          `select one_roof.grant_release_window('REL-0', 'operator:x', now() + interval '1 hour', '{}')`,
        ),
      ),
    ).toMatchObject({
      code: 'OR007',
    });
    expect(
      await rejectionOf(
        asDirectus('s-president', `insert into one_roof.governance_build_authorization default values`),
      ),
    ).toMatchObject({ code: '42501' });
    for (const statement of [
      `insert into one_roof.governance_seat (seat) values ('president')`,
      `insert into one_roof.governance_policy (profile) values ('two_person')`,
      `select one_roof.seat_people('{}', 'x')`,
      `select one_roof.apply_delegation('APR-1', 'x')`,
      `update one_roof.apr_approvals set decision = 'reject'`,
      `delete from one_roof.governance_signature`,
    ])
      expect(await rejectionOf(asDirectus('s-president', statement)), statement).toMatchObject({ code: '42501' });
  });
});
