import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import type { PostgresServer } from '../../../hosts/postgres.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { guards } from '../../harness/guards.ts';
import { makeOneRoofTemplate } from '../../harness/directus/one-roof-template.ts';
import { REHEARSAL_TRUST } from '../../harness/releases/rehearsals.ts';
import { ReleaseStage } from '../../harness/releases/release-stage.ts';
import { startTestServer } from '../../harness/test-server.ts';

// PostgreSQL is killed with all of its sessions while items are written, our routes are read and a release is carried out. It is a server of
// this test's own, which keeps what it said it kept.

const BASE = '/one-roof/v1';
const folder = mkdtempSync(join(tmpdir(), 'one-roof-killed-'));
const trustFile = join(folder, 'trusted');
let postgres: PostgresServer;
let stop: () => Promise<void>;
let stage: ReleaseStage;
let stack: DirectusStack;
let admin: DirectusClient;
let ended = false;

beforeAll(async () => {
  writeFileSync(trustFile, '', { mode: 0o600 });
  const started = await startTestServer(inject('postgres'), inject('directus'), { durable: true });
  ({ postgres, stop } = started);
  await makeOneRoofTemplate(started.server);
  stage = await ReleaseStage.set(started.server);
  await guards(stage.production, 'observe');
  stack = await DirectusStack.on(stage.production, {
    PRESSURE_LIMITER_ENABLED: 'false',
    ONE_ROOF_PUBLIC_READ: 'true',
    ONE_ROOF_TRUST_FILE: trustFile,
  });
  await stack.directus.start();
  admin = await stack.admin();
});
afterAll(async () => {
  ended = true;
  await stack.directus.stop();
  await stop();
  rmSync(folder, { recursive: true });
});

/** Writes and reads, until told to stop, and keeps what was answered. */
function load(): { end: () => Promise<void>; created: string[]; refused: number[]; statuses: Set<number> } {
  const [created, refused, statuses]: [string[], number[], Set<number>] = [[], [], new Set()];
  const writing = async (writer: number) => {
    for (let n = 0; !ended; n++) {
      const code = `K${writer}-${n}`;
      const { status } = await admin.ask('POST', '/items/agents', { code, title: 'x' });
      if (status === 200) created.push(code);
      else refused.push(status);
    }
  };
  const reading = async (path: string) => {
    while (!ended) statuses.add((await stack.anonymous.ask('GET', `${BASE}${path}`)).status);
  };
  const all = [writing(1), writing(2), ...['/gate', '/ownership?limit=5', '/coverage', '/health'].map(reading)];
  const end = async () => {
    ended = true;
    await Promise.all(all);
  };
  return { end, created, refused, statuses };
}

it('serves again by itself, and nothing is half done', { timeout: 240_000 }, async () => {
  const packet = await stage.ready('REL-1');
  const lines = stage.council.trust.keys.map(
    ({ principals, key }) => `${principals.join(',')} namespaces="one-roof" ${key.line}\n`,
  );
  writeFileSync(trustFile, [`${REHEARSAL_TRUST}\n`, ...lines].join(''), { mode: 0o600 });
  const under = load();
  await expect.poll(() => under.created.length).toBeGreaterThan(5);

  // The release waits in the midst of its transaction for whoever holds this table.
  const held = stage.production
    .sqlAsSuperuser(`begin; lock table one_roof.governance_object_ownership in share mode; select pg_sleep(300)`)
    .catch(() => undefined);
  const applying = stack.cli('release', 'apply', packet.folder, '--request', 'APR-REL-1', '--reason', 'a test');
  const waits = expect
    .poll(
      () =>
        stage.production.sqlAsSuperuser(
          `select 1 as waits from pg_stat_activity where application_name = 'one-roof' and wait_event_type = 'Lock'`,
        ),
      { timeout: 60_000 },
    )
    .toEqual([{ waits: 1 }]);
  await Promise.race([waits, applying.then((outcome) => expect(outcome).toBe('waiting'))]);
  await postgres.kill();
  await held;
  await expect.poll(() => under.statuses.has(503)).toBe(true);
  await postgres.start();
  const accepting = performance.now();
  await expect
    .poll(async () => (await stack.anonymous.ask('GET', `${BASE}/health`)).status, { timeout: 10_000, interval: 50 })
    .toBe(200);
  process.stdout.write(
    `One-Roof was ready ${Math.round(performance.now() - accepting)} ms after PostgreSQL took connections\n`,
  );
  const before = under.created.length;
  await expect.poll(() => under.created.length).toBeGreaterThan(before + 2);
  await under.end();
  expect(stack.directus.running).toBe(true);

  // The command ended in one message, and the log of the release says what became of it.
  const { exitCode, stdout, stderr } = await applying;
  expect({ exitCode, said: stdout + stderr }).toEqual({
    exitCode: 1,
    said: expect.stringContaining('PostgreSQL ended the connection') as string,
  });
  expect(
    await stage.production.sql(`
      select status, log -> -1 ->> 'outcome' as outcome, (select count(*)::int from one_roof.governance_object_ownership) as own
      from one_roof.governance_release`),
  ).toEqual([{ status: 'ratified', outcome: 'cut', own: 0 }]);

  // What was answered is there, and each item with the record of its writing or not at all.
  const kept = await stage.production.sql(`
    select a.code, count(w.id)::int as records from agents a
    left join one_roof.governed_write w on w.collection = 'agents' and w.item = a.id::text
    where a.code like 'K%' group by a.code`);
  expect(kept.filter(({ records }) => records !== 1)).toEqual([]);
  const codes = new Set(kept.map(({ code }) => code));
  expect(under.created.filter((code) => !codes.has(code))).toEqual([]);
  expect(
    await stage.production.sql(`select count(*)::int as orphans from one_roof.governed_write w
    where collection = 'agents' and not exists (select from agents a where a.id::text = w.item)`),
  ).toEqual([{ orphans: 0 }]);
  expect(await stack.cli('ledger', 'verify')).toMatchObject({ exitCode: 0 });

  // And the same release is carried out now.
  const again = await stack.cli('release', 'apply', packet.folder, '--request', 'APR-REL-1', '--reason', 'a test');
  expect(again).toMatchObject({ exitCode: 0, stderr: '' });
});
