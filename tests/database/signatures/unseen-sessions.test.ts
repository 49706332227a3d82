import { afterAll, beforeAll, expect, it } from 'vitest';
import { diagnose } from '../../../src/governance/installation/diagnose.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';
import { tendGuards } from '../../../src/governance/guard/tend-guards.ts';
import { Council } from '../../harness/council.ts';
import { DOCTOR_HOST } from '../../harness/doctor-host.ts';
import { writer } from '../../harness/guards.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describeOnEachPostgres('sessions of people who hold a seat', (server) => {
  let db: TestDatabase;
  let council: Council;
  beforeAll(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    council = await Council.seat(db);
  });
  afterAll(() => db.drop());

  /** Statements of Directus at a log-in, each in a transaction of its own. */
  const session = (token: string, user: string) =>
    `insert into directus_sessions (token, "user", expires) values ('${token}', '${user}', now() + interval '1 day')`;
  const login = (user: string) =>
    `insert into directus_activity (action, "user", collection, item, "timestamp") values ('login', '${user}', 'directus_users', '${user}', clock_timestamp())`;
  const there = (user: string) => `update directus_users set last_access = clock_timestamp() where id = '${user}'`;
  const AGE = `
    alter table one_roof.governance_session disable trigger user;
    update one_roof.governance_session set created_at = created_at - interval '2 minutes';
    alter table one_roof.governance_session enable always trigger trg_session_note_guard`;
  const noted = `select login_id is not null as logged_in from one_roof.governance_session order by id`;

  it('come from the log-in that Directus notes; what follows one of the same person is a refresh; others are not noted', async () => {
    const { president, clerk } = council.ids;
    expect(
      await db.tried(
        session('one', president),
        login(president),
        there(president),
        `update directus_sessions set next_token = 'two' where token = 'one'`,
        session('two', president),
        session('other', clerk),
        noted,
      ),
    ).toEqual([{ logged_in: true }]);
  });

  it('one that was made some other way is found, though its person logs in at the same time', async () => {
    const { president } = council.ids;
    expect(
      await db.tried(
        session('forged', president),
        session('one', president),
        login(president),
        there(president),
        there(president),
        noted,
      ),
    ).toEqual([{ logged_in: false }, { logged_in: true }]);
    // Nor does a log-in that came before.
    expect(
      await db.tried(
        session('one', president),
        login(president),
        login(president),
        there(president),
        session('forged', president),
        there(president),
        noted,
      ),
    ).toEqual([{ logged_in: true }, { logged_in: false }]);
    const clerks = `update directus_sessions set "user" = '${president}' where token = 'session-clerk'`;
    expect(await db.tried(clerks, noted)).toEqual([{ logged_in: false }]);
  });

  it('a broken One-Roof keeps nobody from logging in', async () => {
    const { president } = council.ids;
    expect(
      await db.tried(
        `drop function one_roof.note_session, one_roof.note_logins, one_roof.note_credentials`,
        session('one', president),
        login(president),
        there(president),
        `update directus_users set password = 'x' where id = '${president}' returning 1 as done`,
      ),
    ).toEqual([{ done: 1 }]);
  });

  it.each(['ORU01', 'P0001'])(
    'code of others that fails with %s hides nothing: what cannot be read may have been anything',
    async (code) => {
      const { president } = council.ids;
      const failing = [
        `create type word as enum ('a', 'b')`,
        `create function word_fails(word) returns json language plpgsql as $$ begin raise exception using errcode = '${code}'; end $$`,
        `create function word_fails_too(word) returns text language plpgsql as $$ begin raise exception using errcode = '${code}'; end $$`,
        `create cast (word as json) with function word_fails(word)`,
        `create cast (word as text) with function word_fails_too(word)`,
      ];
      expect(
        await db.tried(
          ...failing,
          `alter table directus_sessions add w word default 'a'`,
          session('one', president),
          `select count(distinct user_id)::int as holders, min(token_digest) as digest from one_roof.governance_session`,
        ),
      ).toEqual([{ holders: 4, digest: 'unreadable' }]);
      expect(
        await db.tried(
          ...failing,
          `alter table directus_users add w word default 'a'`,
          `update directus_users set password = 'x' where id = '${president}'`,
          `select changed from one_roof.governance_credential_change`,
        ),
      ).toEqual([{ changed: ['password'] }]);
      expect(
        await db.tried(
          ...failing,
          `alter table directus_users alter tfa_secret type word using 'a'`,
          `update directus_users set tfa_secret = 'b' where id = '${president}'`,
          `select changed from one_roof.governance_credential_change`,
        ),
      ).toEqual([{ changed: ['unreadable'] }]);
    },
  );

  it('the doctor, the gate and the ledger say so; what is noted is not taken back', async () => {
    const { president } = council.ids;
    await db.sql(session('forged', president));
    await db.sql(`update directus_users set password = 'x' where id = '${president}'`);
    await db.sqlAsSuperuser(`${AGE};
      alter table one_roof.governance_credential_change disable trigger user;
      update one_roof.governance_credential_change set created_at = created_at - interval '10 seconds';
      alter table one_roof.governance_credential_change enable always trigger trg_credential_change_append_only;
      alter table one_roof.governance_credential_change enable always trigger trg_credential_change_no_truncate;
      alter table one_roof.governance_session enable always trigger trg_session_note_no_truncate`);
    const { findings } = await diagnose(db.knex, DOCTOR_HOST);
    expect(findings).toMatchObject([
      { kind: 'session_unseen', subject: `Directus user ${president}` },
      { kind: 'credentials_unseen', found: expect.stringContaining('a change of password') as string },
    ]);
    const gate = await db.read(evaluateGate);
    expect(gate.conditions).toContainEqual(
      expect.objectContaining({
        name: 'sessions',
        ok: false,
        actual: 'credentials_unseen of president@example.com, session_unseen of president@example.com',
      }),
    );
    expect(gate.blockers).toContain('session_unseen');
    await tendGuards(writer(db), 365);
    await tendGuards(writer(db), 365);
    expect(
      await db.sql(`select action, object from one_roof.v_governance_ledger where action = 'session.unseen'`),
    ).toEqual([{ action: 'session.unseen', object: `user:${president}` }]);
    for (const statement of [
      `delete from one_roof.governance_session`,
      `update one_roof.governance_session set reported_at = null`,
      `truncate one_roof.governance_session`,
    ])
      expect(await rejectionOf(db.sql(statement)), statement).toMatchObject({ code: 'OR003' });
  });

  it('a change that Directus noted, by whomever, is none; a failed log-in that suspends somebody is none', async () => {
    const person = council.ids['council-1'];
    const change = `update directus_users set password = 'y' where id = '${person}'`;
    const by = `insert into directus_activity (action, collection, item) values ('update', 'directus_users', '${person}')`;
    await db.sql(`begin; ${change}; ${by}; commit`);
    await db.sql(`update directus_users set status = 'suspended' where id = '${person}'`);
    await db.sqlAsSuperuser(`
      alter table one_roof.governance_credential_change disable trigger user;
      update one_roof.governance_credential_change set created_at = created_at - interval '10 seconds';
      alter table one_roof.governance_credential_change enable always trigger trg_credential_change_append_only;
      alter table one_roof.governance_credential_change enable always trigger trg_credential_change_no_truncate`);
    expect(await db.sql(`select count(*)::int as n from one_roof.v_unseen_change where user_id = '${person}'`)).toEqual(
      [{ n: 0 }],
    );
  });
});
