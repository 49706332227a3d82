import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { printError } from '../../../src/cli/print-error.ts';
import { productionWriter } from '../../../src/database/sessions/classes.ts';
import { pgSessions } from '../../../src/database/sessions/pg-sessions.ts';
import type { SessionSource } from '../../../src/database/sessions/session.ts';
import { applyRelease } from '../../../src/governance/release/execution/apply-release.ts';
import { Installation } from '../../../src/governance/installation/installation.ts';
import { OPERATOR, ReleaseStage } from '../../harness/releases/release-stage.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

// The server ends the session of whoever works: one message, nothing half done, and the next session works again.

const AWAY = 'PostgreSQL ended the connection, or does not take a new one';

/** Sessions of the command line of which the first is ended by the server before its n-th statement. */
function endedSessions(db: TestDatabase, before: number): SessionSource {
  const sessions = pgSessions({ connectionString: db.url });
  let statements = 0;
  return {
    use: (work) =>
      sessions.use(async (session) => {
        const [backend] = (await session.query('select pg_backend_pid() as pid')).rows;
        return work({
          query: async (text, values) => {
            statements += 1;
            if (statements === before) await db.sql(`select pg_terminate_backend(${String(backend?.['pid'])}, 5000)`);
            return session.query(text, values);
          },
        });
      }),
  };
}

describe('the command line', () => {
  let stage: ReleaseStage;
  beforeAll(async () => {
    stage = await ReleaseStage.set(inject('postgres15'));
  });
  afterAll(() => stage.strike());

  it('tells in one message that the server ended its session, with one exit code', async () => {
    const thrown = await rejectionOf(
      endedSessions(stage.production, 2).use(async (session) => {
        await session.query('select 1');
        await session.query('select 2');
      }),
    );
    const { exitCode, text } = printError(thrown, false);
    expect(exitCode).toBe(1);
    expect(String(text)).toMatch(new RegExp(`^one-roof: ${AWAY}\n`));
    const nobody = await rejectionOf(pgSessions({ host: '127.0.0.1', port: 1 }).use(() => Promise.resolve()));
    expect(String(printError(nobody, false).text)).toContain(AWAY);
  });

  it('lives on where the server ends its session while nothing is asked of it', async () => {
    const events = vi.spyOn(pg.Client.prototype, 'emit');
    // Where nobody listens, the event is thrown, at nobody.
    const heard = () =>
      events.mock.results.filter((_result, index) => events.mock.calls[index]?.[0] === 'error').map(({ type }) => type);
    const thrown = await rejectionOf(
      pgSessions({ connectionString: stage.production.url }).use(async (session) => {
        const [backend] = (await session.query('select pg_backend_pid() as pid')).rows;
        await stage.production.sql(`select pg_terminate_backend(${String(backend?.['pid'])}, 5000)`);
        await expect.poll(() => heard()[0]).toBe('return');
        await session.query('select 1');
      }),
    ).finally(() => events.mockRestore());
    expect(String(printError(thrown, false).text)).toContain(AWAY);
  });

  it('leaves nothing of a release that was cut, and the log of the release says so', { timeout: 60_000 }, async () => {
    const packet = await stage.ready('REL-1');
    const run = applyRelease(productionWriter(endedSessions(stage.production, 14)), packet, 'APR-REL-1', {
      by: { ...OPERATOR, reason: 'a test' },
      trust: stage.council.trust,
    });
    expect(String(printError(await rejectionOf(run), true).text)).toContain(AWAY);
    expect(
      await stage.production.sql(`
        select status, log -> -1 ->> 'outcome' as outcome, log -> -1 ->> 'message' as message,
          (select count(*)::int from one_roof.governance_object_ownership) as own
        from one_roof.governance_release`),
    ).toEqual([
      {
        status: 'ratified',
        outcome: 'cut',
        message: expect.stringContaining('the connection to PostgreSQL was lost') as string,
        own: 0,
      },
    ]);
    const away: SessionSource = {
      use: () => Promise.reject(Object.assign(new Error('no way there'), { code: 'ECONNREFUSED' })),
    };
    const alone = applyRelease(productionWriter(away), packet, 'APR-REL-1', {
      by: { ...OPERATOR, reason: 'a test' },
      trust: stage.council.trust,
      patience: 0,
    });
    expect(String(printError(await rejectionOf(alone), false).text)).toMatch(
      new RegExp(`^one-roof: ${AWAY}\\n[^]*no way there\\n[^]*The log of the release does not say so`),
    );
    // The window was not used either.
    expect((await stage.apply(packet)).figures['own']).toBe(30);
  });
});

describe('an installation', () => {
  let db: TestDatabase;
  let installation: Installation;
  const told: string[] = [];
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    const tell = (message: string) => void told.push(message);
    installation = new Installation({ database: db.knex, env: {}, logger: { info: tell, error: tell } });
  });
  afterAll(() => db.drop());

  it('is there again as soon as PostgreSQL takes connections', async () => {
    expect(await installation.health()).toMatchObject({ status: 'ready' });
    const bound = (limit: number) => db.sqlAsSuperuser(`alter database "${db.name}" connection limit ${limit}`);
    await bound(0);
    await db.sqlAsSuperuser(
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${db.name}' and pid <> pg_backend_pid()`,
    );
    expect(await installation.health()).toMatchObject({ status: 'closed', reason: AWAY });
    await bound(-1);
    expect(await installation.health()).toMatchObject({ status: 'ready' });
  });

  it('closes by itself once another version has migrated the schema, says why, and writes nothing', async () => {
    const reading = new Installation({
      database: db.knex,
      env: {},
      logger: { info: () => undefined, error: () => undefined },
    });
    expect(await reading.health()).toMatchObject({ status: 'ready' });
    await db.sql(
      `insert into one_roof.schema_migration (name, batch, migration_time) values ('9999_later', 99, now())`,
    );
    // Who only reads finds out as well.
    expect(await reading.health()).toMatchObject({ status: 'closed' });
    let worked = false;
    const refused = await rejectionOf(
      installation.write(() => {
        worked = true;
        return Promise.resolve();
      }),
    );
    expect(refused).toMatchObject({
      code: 'ONE_ROOF_SCHEMA_INCOMPATIBLE',
      message: 'Schema one_roof is newer than this version of One-Roof',
    });
    expect(worked).toBe(false);
    expect(await installation.health()).toMatchObject({
      status: 'closed',
      reason: expect.stringContaining('is newer than this version') as string,
    });
    expect(told.at(-1)).toContain('One-Roof is closed: Schema one_roof is newer than this version of One-Roof');
    expect(told.at(-1)).toContain('9999_later');
  });
});
