import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import { Ratifiers } from '../../harness/councils/ratifiers.ts';

type Name = 'president' | 'council-1';
interface Tokens {
  data: { access_token: string; refresh_token: string };
}

const SECRET = 'a secret of this test';

/** A token as Directus signs it. */
function jwt(claims: Record<string, unknown>): string {
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iss: 'directus', iat: now, exp: now + 600, ...claims })}`;
  return `${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`;
}

/** Directus's mark of the password that a token to reset it was made for. */
function simpleHash(text: string): string {
  let hash = 0;
  for (const letter of text) hash = (31 * hash + letter.charCodeAt(0)) | 0;
  return Math.abs(hash).toString(16);
}

/** Code that an authenticator app shows now. */
function oneTimePassword(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret.replaceAll('=', ''), (letter) =>
    alphabet.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('sessions and credentials of people who hold a seat', () => {
  let council: Ratifiers<Name>;
  let admin: DirectusClient;
  beforeAll(async () => {
    council = await Ratifiers.start<Name>(
      { president: ['president'], council: ['council-1'] },
      { profile: 'two_person', app: true, settings: { SECRET } },
    );
    admin = await council.stack.admin();
    // They may change their own account, without a permission rule, which Directus 12 Core has none of.
    const { data } = (await admin.must('GET', '/policies?filter[name][_eq]=Ratifiers&fields=id')) as {
      data: { id: string }[];
    };
    await admin.must('PATCH', `/policies/${String(data[0]?.id)}`, { admin_access: true });
  });
  afterAll(() => council.stack.stop());
  beforeEach(async () => {
    await council.stack.db.sqlAsSuperuser(`set session_replication_role = replica;
      alter table one_roof.governance_session disable trigger user; alter table one_roof.governance_credential_change disable trigger user;
      delete from one_roof.governance_session; delete from one_roof.governance_credential_change`);
  });

  /** Findings once everything that was done has been judged, as if it were done a while ago. */
  const found = async () => {
    const { db } = council.stack;
    await db.sqlAsSuperuser(`
      alter table one_roof.governance_session disable trigger user; alter table one_roof.governance_credential_change disable trigger user;
      update one_roof.governance_session set created_at = created_at - interval '10 seconds';
      update one_roof.governance_credential_change set created_at = created_at - interval '10 seconds'`);
    const rows = await db.sql(
      `select concat_ws(' ', kind, changed) as what, user_id from one_roof.v_unseen_change order by kind`,
    );
    return rows.map(({ what, user_id }) => {
      expect(user_id).toBe(council.people.president.id);
      return what;
    });
  };
  const noted = async () => {
    const [row] = await council.stack.db.sql(`
      select (select count(*) from one_roof.governance_session where login_id is not null)::int as logins,
        (select count(*) from one_roof.governance_credential_change)::int as changes`);
    return row;
  };
  const anonymous = () => council.stack.anonymous;
  const logIn = async (mode: string) => {
    const { email, password } = council.people.president;
    return anonymous().ask('POST', '/auth/login', { email, password, mode });
  };
  const cookieOf = (headers: Headers) =>
    headers
      .getSetCookie()
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; ');
  const me = async () => {
    const { email, password } = council.people.president;
    return DirectusClient.login(council.stack.directus.url, { email, password });
  };

  it('nothing is found of logging in, refreshing and logging out, with a session or with a token', async () => {
    const session = await logIn('session');
    const refreshed = await anonymous().ask(
      'POST',
      '/auth/refresh',
      { mode: 'session' },
      { cookie: cookieOf(session.headers) },
    );
    expect(refreshed.status).toBe(200);
    const again = await anonymous().ask(
      'POST',
      '/auth/refresh',
      { mode: 'session' },
      { cookie: cookieOf(refreshed.headers) },
    );
    expect(again.status).toBe(200);
    expect(
      (await anonymous().ask('POST', '/auth/logout', { mode: 'session' }, { cookie: cookieOf(again.headers) })).status,
    ).toBe(204);
    const { data } = (await logIn('json')).body as Tokens;
    const next = (await anonymous().must('POST', '/auth/refresh', {
      refresh_token: data.refresh_token,
      mode: 'json',
    })) as Tokens;
    await anonymous().must('POST', '/auth/logout', { refresh_token: next.data.refresh_token, mode: 'json' });
    expect(await noted()).toEqual({ logins: 2, changes: 0 });
    await Promise.all(Array.from({ length: 8 }, () => logIn('session')));
    expect(await noted()).toEqual({ logins: 10, changes: 0 });
    expect(await found()).toEqual([]);
  });

  it('nothing is found of a new password of one’s own, a forgotten one, a second factor, and what an administrator does', async () => {
    const { president } = council.people;
    const own = await me();
    const { data } = (await own.must('POST', '/users/me/tfa/generate', { password: president.password })) as {
      data: { secret: string };
    };
    await own.must('POST', '/users/me/tfa/enable', { secret: data.secret, otp: oneTimePassword(data.secret) });
    await own.must('POST', '/users/me/tfa/disable', { otp: oneTimePassword(data.secret) });
    president.password = 'another one of their own';
    await own.must('PATCH', '/users/me', { password: president.password });

    const [row] = await council.stack.db.sql(`select password from directus_users where id = $1`, [president.id]);
    const hash = simpleHash(String(row?.['password']));
    president.password = 'a new one, because it was forgotten';
    await anonymous().must('POST', '/auth/password/reset', {
      token: jwt({ email: president.email, scope: 'password-reset', hash }),
      password: president.password,
    });
    president.password = 'one of the administrator';
    await admin.must('PATCH', `/users/${president.id}`, { password: president.password });
    await me();
    expect(await noted()).toMatchObject({ changes: 5 });
    expect(await found()).toEqual([]);
  });

  it('a session that a flow makes is found, and the log-in of its person does not hide it', async () => {
    const flow = await admin.create('/flows', {
      name: 'Forge',
      status: 'active',
      trigger: 'webhook',
      accountability: null,
      options: { method: 'POST', return: '$last' },
    });
    const operation = await admin.create('/operations', {
      flow,
      key: 'create',
      name: 'create',
      type: 'item-create',
      position_x: 1,
      position_y: 1,
      options: {
        collection: 'directus_sessions',
        permissions: '$full',
        emitEvents: false,
        payload: {
          token: 'forged-by-a-flow',
          user: council.people.president.id,
          expires: new Date(Date.now() + 3_600_000).toISOString(),
        },
      },
    });
    await admin.must('PATCH', `/flows/${flow}`, { operation });
    await anonymous().ask('POST', `/flows/trigger/${flow}`, {});
    expect(
      await council.stack.db.sql(`select "user" from directus_sessions where token = 'forged-by-a-flow'`),
    ).toHaveLength(1);
    await logIn('session');
    await admin.must('DELETE', `/flows/${flow}`);
    expect(await found()).toEqual(['session_unseen']);
  });

  it('a session and a password that SQL makes are found', async () => {
    const { id } = council.people.president;
    await council.stack.db.sql(`
      insert into directus_sessions (token, "user", expires) values ('forged-by-sql', '${id}', now() + interval '1 day');
      update directus_users set password = 'x' where id = '${id}'`);
    expect(await found()).toEqual(['credentials_unseen password', 'session_unseen']);
    expect(await council.gate()).toMatchObject({ blockers: expect.arrayContaining(['session_unseen']) as string[] });
    const doctor = (await admin.must('GET', '/one-roof/v1/doctor')) as { data: { findings: { kind: string }[] } };
    expect(doctor.data.findings.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['session_unseen', 'credentials_unseen']),
    );
  });
});
