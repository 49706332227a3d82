import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, DirectusClient } from '../../../hosts/directus-client.ts';
import { pathParameters, ROUTES } from '../../../src/contract/routes.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';

// What PostgreSQL can do to us: lose our schema, have no connection left, end its sessions. Directus goes on, our routes say 503 in our words.

const BASE = '/one-roof/v1';
/** Directus would turn requests away by itself while the machine is busy. Whom it does not have to ask the database about reaches us. */
const OPEN = { PRESSURE_LIMITER_ENABLED: 'false', ONE_ROOF_PUBLIC_READ: 'true' };
/** Matches what nobody outside may read: the words of the driver, and the way to the database. */
const DRIVER = /ECONNREFUSED|ECONNRESET|terminat|127\.0\.0\.1|password|directus_gov_test|relation|schema "/i;

/** The routes that anybody may ask, where everybody may read. */
const PUBLIC = Object.values(ROUTES).flatMap(({ path, access }) =>
  ['readers', 'collection_readers'].includes(access) && pathParameters(path).length === 0
    ? [`${path}${access === 'collection_readers' ? '?object=agents' : ''}`]
    : [],
);

function expectAway({ status, headers, body }: Answer): void {
  expect({ status, body }).toMatchObject({
    status: 503,
    body: { errors: [{ extensions: { code: expect.stringMatching(/^ONE_ROOF_/) as string } }] },
  });
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(JSON.stringify(body)).not.toMatch(DRIVER);
}

const isReady = async (client: DirectusClient) => (await client.ask('GET', `${BASE}/health`)).status;

describe('a Directus whose database fails it', () => {
  let stack: DirectusStack;
  beforeAll(async () => {
    stack = await DirectusStack.start('one_roof_reference', {
      declared: 'production',
      settings: { ...OPEN, DB_POOL__MAX: '6' },
    });
  });
  afterAll(() => stack.stop());

  it(
    'with every connection taken: our routes say 503 while Directus waits, and all serve when there is one again',
    { timeout: 120_000 },
    async () => {
      const admin = await stack.admin();
      const release = await holding(stack, 'lock table agents in access exclusive mode');
      const theirs = Array.from({ length: 6 }, () => admin.ask('GET', '/items/agents?limit=1'));
      await expect
        .poll(() =>
          stack.db.sql(
            `select count(*)::int as waiting from pg_locks where not granted and relation = 'agents'::regclass`,
          ),
        )
        .toEqual([{ waiting: 6 }]);
      // All of ours are answered before anybody lets go of a connection.
      const ours = await Promise.all(PUBLIC.map((path) => stack.anonymous.ask('GET', `${BASE}${path}`)));
      for (const answer of ours) expectAway(answer);
      expect(await stack.anonymous.ask('GET', `${BASE}/health`)).toMatchObject({
        status: 503,
        body: { data: { status: 'closed' } },
      });
      await release();
      expect(new Set((await Promise.all(theirs)).map(({ status }) => status))).toEqual(new Set([200]));
      expect(await isReady(stack.anonymous)).toBe(200);
    },
  );

  it('with its sessions ended under requests, each time a little later: each is answered, and Directus goes on', async () => {
    const admin = await stack.admin();
    const items = () => admin.ask('GET', '/items/agents?limit=1');
    const ours: Answer[] = [];
    for (let later = 0; later < 60; later += 5) {
      const theirs = Promise.all([items(), items(), items()]);
      const asked = Promise.all(PUBLIC.map((path) => stack.anonymous.ask('GET', `${BASE}${path}`)));
      await sleep(later);
      await stack.db.sqlAsSuperuser(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      ours.push(...(await asked));
      await theirs;
    }
    for (const answer of ours) if (answer.status !== 200) expectAway(answer);
    expect(stack.directus.running).toBe(true);
    await expect.poll(() => isReady(stack.anonymous)).toBe(200);
    expect((await items()).status).toBe(200);
  });

  it(
    'without our schema, dropped under it: Directus serves, One-Roof is closed and says why',
    { timeout: 120_000 },
    async () => {
      const admin = await stack.admin();
      let dropped = false;
      const done = () => dropped;
      const items: Answer[] = [];
      const ours: Answer[] = [];
      const load = [
        (async () => {
          do
            items.push(
              await admin.ask('POST', '/items/agents', { code: `D${items.length}`, title: 'x' }),
              await admin.ask('GET', '/items/agents?limit=1'),
            );
          while (!done());
        })(),
        ...PUBLIC.map(async (path) => {
          do ours.push(await stack.anonymous.ask('GET', `${BASE}${path}`));
          while (!done());
        }),
      ];
      await expect.poll(() => items.length).toBeGreaterThan(4);
      await stack.db.sqlAsSuperuser(`set lock_timeout = '20s'; drop schema one_roof cascade`);
      dropped = true;
      await Promise.all(load);
      for (const path of PUBLIC) ours.push(await stack.anonymous.ask('GET', `${BASE}${path}`));
      expect(new Set(items.map(({ status }) => status))).toEqual(new Set([200]));
      for (const answer of ours) if (answer.status !== 200) expectAway(answer);
      expect(ours.slice(-PUBLIC.length).map(({ status }) => status)).toEqual(PUBLIC.map(() => 503));
      expect(await admin.ask('GET', `${BASE}/health`)).toMatchObject({
        status: 503,
        body: {
          data: {
            status: 'closed',
            reason: 'One-Roof is not installed in this database',
            fix: expect.any(String) as string,
          },
        },
      });
    },
  );
});

/** Opens a transaction that holds something, and returns what ends it. */
async function holding(stack: DirectusStack, statement: string): Promise<() => Promise<void>> {
  const name = `holder-${process.pid}`;
  const held = stack.db
    .sqlAsSuperuser(`set application_name = '${name}'; begin; ${statement}; select pg_sleep(300)`)
    .catch(() => undefined);
  await expect
    .poll(() =>
      stack.db.sqlAsSuperuser(
        `select count(*)::int as holding from pg_stat_activity where application_name = '${name}' and wait_event = 'PgSleep'`,
      ),
    )
    .toEqual([{ holding: 1 }]);
  return async () => {
    await stack.db.sqlAsSuperuser(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${name}'`,
    );
    await held;
  };
}
