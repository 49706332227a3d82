import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { DirectusClient } from '../../../hosts/directus-client.ts';
import { DIRECTUS_LIMITS, DirectusServer } from '../../../hosts/directus.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { TestDatabase } from '../../harness/test-database.ts';

// What Directus 12 Core itself says of a project that has used up its collections: before One-Roof, with it, and after it.

const LIMITS = DIRECTUS_LIMITS[12];
const exceeded = (category: string) => ({
  status: 403,
  body: { errors: [{ extensions: { code: 'LIMIT_EXCEEDED', category } }] },
});

/** Facts that depend on the licence: what Directus counts, whether it is locked, and whether it takes one collection more. */
async function licensed(admin: DirectusClient) {
  const { name, status, usage } = await licence(admin);
  const { status: items } = await admin.ask('GET', '/items/agents');
  const id = { field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true } };
  const another = await admin.ask('POST', '/collections', {
    collection: 'one_too_many',
    schema: {},
    meta: {},
    fields: [id],
  });
  return { name, status, usage, items, another };
}

async function licence(admin: DirectusClient): Promise<Record<string, unknown>> {
  return ((await admin.must('GET', '/license')) as { data: Record<string, unknown> }).data;
}

const FULL = {
  name: 'Core',
  status: 'active',
  usage: { collections: LIMITS.collections, seats: 1, flows: 0 },
  items: 200,
  another: exceeded('collections'),
};

describe('a project of Directus 12 Core with as many collections as it may have', () => {
  let db: TestDatabase;
  let stack: DirectusStack;
  let admin: DirectusClient;
  beforeAll(async () => {
    db = await TestDatabase.create(inject('postgres15'), 'directus_reference');
  });
  afterAll(() => db.drop());

  /** Starts Directus without One-Roof, asks it, and stops it. */
  async function without(): Promise<unknown> {
    const directus = await DirectusServer.prepare({
      major: 12,
      databaseUrl: db.url,
      admin: inject('postgres15').admin,
    });
    try {
      await directus.start();
      return await licensed(await DirectusClient.login(directus.url, directus.admin));
    } finally {
      await directus.stop();
    }
  }

  it('has no room for another one before One-Roof is installed, and is not locked', async () => {
    expect(await without()).toMatchObject(FULL);
  });

  describe('with One-Roof', () => {
    beforeAll(async () => {
      stack = await DirectusStack.on(db);
      await stack.directus.start();
      admin = await stack.admin();
    });
    afterAll(() => stack.directus.stop());

    it('is what it was: 0 collections, 0 flows, 0 seats', async () => {
      expect(await stack.anonymous.must('GET', '/one-roof/v1/health')).toMatchObject({ data: { status: 'ready' } });
      expect(await licensed(admin)).toMatchObject(FULL);
    });

    it('is what it was after a plan and a scan', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'one-roof-plan-'));
      const plan = join(folder, 'plan.yaml');
      writeFileSync(plan, inject('reference').plan);
      for (const command of ['environment declare --production', `plan register ${plan}`])
        expect(await stack.cli(...command.split(' '), '--reason', 'r')).toMatchObject({ exitCode: 0 });
      expect(await stack.cli('scan')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('= 150 cells') as string,
      });
      rmSync(folder, { recursive: true });
      expect(await licensed(admin)).toMatchObject(FULL);
    });

    it('cannot be locked by settings that somebody saves under the name of one of our tables', async () => {
      await admin.must('PATCH', '/collections/governance_object_ownership', { meta: { note: 'saved' } });
      expect(await licensed(admin)).toMatchObject(FULL); // it sees no such table, and took it for a folder
      await admin.must('DELETE', '/collections/governance_object_ownership');
      expect(
        await stack.db.sql(`select to_regclass('one_roof.governance_object_ownership') is not null as there`),
      ).toEqual([{ there: true }]);
    });

    it('has every flow and every seat for itself', async () => {
      const flow = {
        status: 'active',
        trigger: 'webhook',
        accountability: 'all',
        options: { method: 'POST', return: '$last' },
      };
      for (let number = 0; number < LIMITS.flows; number++) {
        const id = await admin.create('/flows', { ...flow, name: `Flow ${number}` });
        const gate = { key: 'gate', name: 'Gate', type: 'one-roof-check-gate', position_x: 1, position_y: 1 };
        const operation = await admin.create('/operations', { ...gate, flow: id, options: { on_blocked: 'resolve' } });
        await admin.must('PATCH', `/flows/${id}`, { operation });
        expect(await admin.must('POST', `/flows/trigger/${id}`, {})).toMatchObject({ verdict: 'BLOCKED' });
      }
      expect(await admin.ask('POST', '/flows', { ...flow, name: 'one too many' })).toMatchObject(exceeded('flows'));

      for (let seat = 1; seat < LIMITS.seats; seat++) await stack.user(`Editor ${seat}`, ['agents']);
      await expect(stack.user('One too many', ['agents'])).rejects.toThrow('LIMIT_EXCEEDED');
      expect(await admin.must('GET', '/license')).toMatchObject({ data: { status: 'active', usage: LIMITS } });
    });

    it('leaves nothing when it is uninstalled while Directus runs', async () => {
      expect(await stack.cli('uninstall', '--yes')).toMatchObject({ exitCode: 0 });
      expect(await licensed(admin)).toMatchObject({ ...FULL, usage: LIMITS });
    });
  });

  it('is what it was once One-Roof is gone', async () => {
    expect(await without()).toMatchObject({ ...FULL, usage: LIMITS });
  });

  it('would be locked by a table in public whose settings somebody saves: what is measured here can be otherwise', async () => {
    await db.sql('create table public.one_too_many (id serial primary key)');
    const directus = await DirectusServer.prepare({
      major: 12,
      databaseUrl: db.url,
      admin: inject('postgres15').admin,
    });
    try {
      await directus.start();
      admin = await DirectusClient.login(directus.url, directus.admin);
      await admin.must('PATCH', '/collections/one_too_many', { meta: { note: 'saved' } });
      const { status, usage } = await licence(admin);
      expect({ status, usage }).toMatchObject({ status: 'locked', usage: { collections: LIMITS.collections + 1 } });
      expect((await admin.ask('GET', '/items/agents')).status).toBe(403);
    } finally {
      await directus.stop();
    }
  });
});
