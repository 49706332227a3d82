import { afterEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { makeOneRoofTemplate } from '../../harness/directus/one-roof-template.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { startTestServer } from '../../harness/test-server.ts';

describe('a start that One-Roof cannot complete', () => {
  let stack: DirectusStack;
  afterEach(() => stack.stop());

  const closedLines = () => stack.directus.log.split('\n').filter((line) => line.includes('One-Roof is closed'));
  const health = () => stack.anonymous.ask('GET', '/one-roof/v1/health');

  it('for want of a privilege: Directus serves, One-Roof is closed with one clear line and 503; granting it opens One-Roof', async () => {
    stack = await DirectusStack.prepare('directus_reference');
    const { name } = stack.db;
    await stack.db.sqlAsSuperuser(
      `alter database "${name}" owner to postgres; revoke create on database "${name}" from public, directus`,
    );
    await stack.directus.start();

    const admin = await stack.admin();
    await admin.must('POST', '/items/agents', { code: 'AGT-1', title: 'works' });
    expect(await admin.must('GET', '/items/agents?fields=code')).toEqual({ data: [{ code: 'AGT-1' }] });

    for (let times = 0; times < 3; times++)
      expect(await health()).toMatchObject({ status: 503, body: { data: { status: 'closed' } } });
    expect(await admin.ask('GET', '/one-roof/v1/health')).toMatchObject({
      status: 503,
      body: {
        data: {
          status: 'closed',
          reason: `Role directus may not create schema one_roof in database ${name}`,
          fix: `As the database owner: GRANT CREATE ON DATABASE "${name}" TO "directus";`,
        },
      },
    });
    expect(await admin.ask('GET', '/one-roof/v1/gate')).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: 'ONE_ROOF_NOT_READY' } }] },
    });
    expect(await admin.must('GET', '/one-roof/v1/doctor')).toMatchObject({
      data: { verdict: 'DRIFT', findings: [{ kind: 'privilege_missing' }] },
    });
    // Everybody else learns that it is closed, and nothing of the database.
    const editor = await stack.user('Editor', ['agents']);
    for (const path of ['/gate', '/coverage/summary', '/openapi.json']) {
      expect((await editor.ask('GET', `/one-roof/v1${path}`)).body).toEqual({
        errors: [{ message: 'One-Roof is not ready', extensions: { code: 'ONE_ROOF_NOT_READY' } }],
      });
      expect((await stack.anonymous.ask('GET', `/one-roof/v1${path}`)).status).toBe(403);
    }
    expect(closedLines()).toHaveLength(1);
    expect(closedLines()[0]).toContain(`to open it: As the database owner: GRANT CREATE ON DATABASE`);

    await stack.db.sqlAsSuperuser(`grant create on database "${name}" to directus`);
    await expect.poll(async () => (await health()).status, { timeout: 30_000, interval: 1000 }).toBe(200);
    expect(closedLines()).toHaveLength(1);
  });

  it('because somebody else made a schema of its name: nothing in it is touched', async () => {
    stack = await DirectusStack.prepare('directus_reference');
    await stack.db.sql(`create schema one_roof; create table one_roof.governance_ledger (forged text)`);
    await stack.directus.start();
    expect((await health()).status).toBe(503);
    expect((await stack.anonymous.ask('GET', '/server/ping')).body).toBe('pong');
    expect(closedLines()).toHaveLength(1);
    expect(await stack.db.sql(`select relname from pg_class where relnamespace = 'one_roof'::regnamespace`)).toEqual([
      { relname: 'governance_ledger' },
    ]);
  });

  it('because a setting cannot be read: it is named', async () => {
    stack = await DirectusStack.start('directus_reference', {
      settings: { ONE_ROOF_CLONE_PATTERN: 'directus_gov_test_' },
    });
    expect((await health()).status).toBe(503);
    expect(closedLines()[0]).toContain('ONE_ROOF_CLONE_PATTERN cannot be read');
  });

  it('because its schema was uninstalled under it: it closes, and does not install itself again', async () => {
    stack = await DirectusStack.start('directus_reference');
    expect((await health()).status).toBe(200);
    expect(await stack.cli('uninstall', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Removed schema one_roof') as string,
    });
    const admin = await stack.admin();
    expect(await admin.ask('GET', '/one-roof/v1/coverage/summary')).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: 'ONE_ROOF_NOT_READY', reason: 'not_installed' } }] },
    });
    expect((await health()).status).toBe(503);
    expect(await stack.db.sql(`select from pg_namespace where nspname = 'one_roof'`)).toEqual([]);
  });

  it('because its schema was uninstalled under it, and the role that reads with it', async () => {
    // The role belongs to the cluster, and databases of other tests use it: this one has a server of its own.
    const { server, stop } = await startTestServer(inject('postgres'), inject('directus'));
    onTestFinished(stop);
    await makeOneRoofTemplate(server);
    stack = await DirectusStack.on(await TestDatabase.create(server, 'one_roof_reference'));
    await stack.directus.start();
    const admin = await stack.admin();
    const summary = () => admin.ask('GET', '/one-roof/v1/coverage/summary');
    expect((await summary()).status).toBe(200);
    // Renamed, the role is gone for the database.
    await stack.db.sqlAsSuperuser('alter role one_roof_reader rename to hidden_reader');
    expect((await summary()).status).toBe(200); // Directus's own role may read too
    await stack.cli('uninstall', '--yes');
    expect(await summary()).toMatchObject({
      status: 503,
      body: { errors: [{ extensions: { code: 'ONE_ROOF_NOT_READY', reason: 'not_installed' } }] },
    });
  });
});
