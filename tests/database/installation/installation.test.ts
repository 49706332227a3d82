import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { Installation } from '../../../src/governance/installation/installation.ts';
import { TestDatabase } from '../../harness/test-database.ts';

describe('an installation, when the role that reads loses its way into the schema', () => {
  let db: TestDatabase;
  let installation: Installation;
  let told: string[];
  beforeEach(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'one_roof_reference');
    told = [];
    const tell = (message: string) => void told.push(message);
    installation = new Installation({ database: db.knex, env: {}, logger: { info: tell, error: tell } });
  });
  afterEach(() => db.drop());

  const reader = () =>
    installation.read(async (session) => (await session.query('select current_user::text as name')).rows[0]?.['name']);
  const count = () =>
    installation.read(async (session) => (await session.query('select * from governance_group')).rows.length);

  it('before it opens: Directus reads as itself', async () => {
    await db.sql('revoke usage on schema one_roof from one_roof_reader');
    expect(await count()).toBeGreaterThan(0);
    expect(await reader()).toBe('directus');
    expect(told).toEqual([expect.stringContaining('One-Roof is ready')]);
  });

  it('while it is open: it looks again, and reads as itself from then on', async () => {
    expect(await reader()).toBe('one_roof_reader');
    await db.sql('revoke usage on schema one_roof from one_roof_reader');
    expect(await count()).toBeGreaterThan(0);
    expect(await reader()).toBe('directus');
  });

  it('an error that stays is tried twice, and no more', async () => {
    let tries = 0;
    const missing = installation.read(async (session) => {
      tries++;
      return session.query('select * from no_such_table');
    });
    await expect(missing).rejects.toMatchObject({ code: '42P01' });
    expect(tries).toBe(2);
  });
});
