import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { fill, FILE_BLOCKS, makeRoom } from '../../harness/postgres/full-disk.ts';
import { guards } from '../../harness/guards.ts';
import { makeOneRoofTemplate } from '../../harness/directus/one-roof-template.ts';
import { refusalOf, signIn } from '../../harness/councils/ratifiers.ts';
import { startTestServer } from '../../harness/test-server.ts';
import { TestDatabase } from '../../harness/test-database.ts';

// There is no room where PostgreSQL keeps its data. Directus goes on reading; One-Roof says that it is closed, and why.

const BASE = '/one-roof/v1';
const FULL = 'The disk of PostgreSQL is full';

let stop: () => Promise<void>;
let stack: DirectusStack;
let admin: DirectusClient;
beforeAll(async () => {
  const started = await startTestServer(15, inject('directus'), { fileBlocks: FILE_BLOCKS });
  stop = started.stop;
  await makeOneRoofTemplate(started.server);
  const db = await (await TestDatabase.create(started.server, 'one_roof_reference')).declare('production');
  await db.sql(`select one_roof.seat_people($1, 'test')`, [
    JSON.stringify({
      profile: 'two_person',
      methods: ['ssh'],
      cooling_hours: 72,
      seats: { president: ['council@example.com'], council: ['knowledge@example.com'] },
    }),
  ]);
  await guards(db, 'observe');
  stack = await DirectusStack.on(db, { PRESSURE_LIMITER_ENABLED: 'false' });
  await stack.directus.start();
  admin = await signIn(stack.directus.url, stack.directus.admin);
});
afterAll(async () => {
  await stack.stop();
  await stop();
});

const file = (code: string) => admin.ask('POST', `${BASE}/requests`, { code, subject: 'law', title: code });
const health = () => admin.ask('GET', `${BASE}/health`);
const reading = async () => (await admin.ask('GET', '/items/agents?limit=1')).status;

it(
  'what One-Roof writes is refused with 503 and why, it closes, and opens by itself when there is room',
  { timeout: 120_000 },
  async () => {
    expect(refusalOf(await file('APR-BEFORE'))).toMatch(/^200/);
    await fill(stack.db, 'one_roof.governance_ledger');
    const refused = await file('APR-FULL');
    expect(refusalOf(refused)).toBe(`503 ONE_ROOF_NOT_READY: ${FULL}`);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await health()).toMatchObject({
      status: 503,
      body: { data: { status: 'closed', reason: FULL, fix: expect.any(String) as string } },
    });
    expect(refusalOf(await admin.ask('GET', `${BASE}/gate`))).toBe(`503 ONE_ROOF_NOT_READY: ${FULL}`);
    expect((await admin.ask('POST', '/items/agents', { code: 'D1' })).status).toBe(200);
    expect(await reading()).toBe(200);
    await makeRoom(stack.db, 'one_roof.governance_ledger');
    await expect.poll(async () => (await health()).status).toBe(200);
    expect(refusalOf(await file('APR-AFTER'))).toMatch(/^200/);
    expect(await stack.db.sql(`select code from one_roof.approval_requests order by code`)).toEqual([
      { code: 'APR-AFTER' },
      { code: 'APR-BEFORE' },
    ]);
    expect(await stack.cli('ledger', 'verify')).toMatchObject({ exitCode: 0 });
  },
);

it(
  'what Directus writes fails, and closes One-Roof as well; nothing of it is there, also no record',
  { timeout: 120_000 },
  async () => {
    const records = () => stack.db.sql(`select count(*)::int as n from one_roof.governed_write`);
    const before = await records();
    await fill(stack.db, 'agents');
    const { status } = await admin.ask(
      'POST',
      '/items/agents',
      Array.from({ length: 300 }, (_, n) => ({ code: `E${n}`, title: 'x'.repeat(100) })),
    );
    process.stdout.write(`Directus ${stack.directus.version} answers a write to a full disk with ${status}\n`);
    expect(status).toBeGreaterThanOrEqual(500);
    expect(await health()).toMatchObject({ status: 503, body: { data: { status: 'closed', reason: FULL } } });
    expect(await reading()).toBe(200);
    expect(stack.directus.running).toBe(true);
    expect(await stack.db.sql(`select count(*)::int as n from agents where code ~ '^E'`)).toEqual([{ n: 0 }]);
    expect(await records()).toEqual(before);
    await makeRoom(stack.db, 'agents');
    await expect.poll(async () => (await health()).status).toBe(200);
    expect((await admin.ask('POST', '/items/agents', { code: 'D2' })).status).toBe(200);
  },
);
