import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { declare } from '../../../src/cli/commands/environment/index.ts';
import { takeFingerprint } from '../../../src/cli/commands/fingerprint/index.ts';
import { migrateSchema } from '../../../src/cli/commands/installation/migrate.ts';
import { scan } from '../../../src/cli/commands/scan/index.ts';
import { uninstallSchema } from '../../../src/cli/commands/installation/uninstall.ts';
import { Operator } from '../../../src/cli/operator.ts';
import { pgSessions } from '../../../src/database/sessions/pg-sessions.ts';
import { uninstall } from '../../../src/database/install/uninstall.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describe('--database beside DB_CONNECTION_STRING', () => {
  let configured: TestDatabase;
  let other: TestDatabase;
  beforeEach(async () => {
    configured = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    other = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    vi.stubEnv('CONFIG_PATH', '/no/such/file');
    vi.stubEnv('DB_CLIENT', 'pg');
    vi.stubEnv('DB_CONNECTION_STRING', configured.url);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await Promise.all([configured.drop(), other.drop()]);
  });

  const state = async (db: TestDatabase) => ({
    installed: (await db.sql(`select from pg_namespace where nspname = 'one_roof'`)).length === 1,
    runs: (await db.sql(`select from one_roof.candidate_scan_run`).catch(() => [])).length,
    declared: (await db.sql(`select kind from one_roof.v_current_environment`).catch(() => [])).map(({ kind }) => kind),
  });
  const UNTOUCHED = { installed: true, runs: 0, declared: ['undeclared'] };

  it('scan, declare, fingerprint, uninstall and migrate work on the database that is named, and on no other', async () => {
    const operator = new Operator(other.name);
    await scan(operator);
    expect(await state(other)).toEqual({ ...UNTOUCHED, runs: 1 });
    await other.untilNobodyIsConnected();
    await declare(operator, 'clone', 'a rehearsal');
    expect(await state(other)).toEqual({ installed: true, runs: 1, declared: ['clone'] });
    const [named, unnamed] = [
      await takeFingerprint(operator, 'governance', {}),
      await takeFingerprint(new Operator(undefined), 'governance', {}),
    ];
    expect(String(named.text)).not.toBe(String(unnamed.text));
    await uninstallSchema(operator, { yes: true });
    expect(await state(other)).toEqual({ installed: false, runs: 0, declared: [] });
    await migrateSchema(operator);
    expect(await state(other)).toEqual(UNTOUCHED);
    expect(await state(configured)).toEqual(UNTOUCHED);
  });

  it('a session that is somewhere else after all does nothing there', async () => {
    const astray = pgSessions({ connectionString: configured.url }, other.name);
    expect(await rejectionOf(uninstall(astray))).toMatchObject({
      kind: 'another_database',
      expected: other.name,
      found: configured.name,
    });
    const operator = new Operator(undefined);
    Object.assign(operator.configuration, { wantedDatabase: other.name });
    expect(await rejectionOf(migrateSchema(operator))).toMatchObject({ kind: 'another_database' });
    expect(await state(configured)).toEqual(UNTOUCHED);
  });
});
