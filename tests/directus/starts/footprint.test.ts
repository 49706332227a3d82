import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { compareFingerprints } from '../../../src/database/fingerprint/compare.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { schemaScope } from '../../../src/database/fingerprint/scopes.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const OURS =
  /one_roof|governance_object_ownership|governance_responsibility_scope|gov_runtime_lease|candidate_scan_run|event_outbox/;

describe('what One-Roof leaves in Directus', () => {
  let stack: DirectusStack;
  let admin: DirectusClient;
  beforeAll(async () => {
    stack = await DirectusStack.start('one_roof_reference', { declared: 'production' });
    admin = await stack.admin();
  });
  afterAll(() => stack.stop());

  it('no collection: not in /collections, /items, GraphQL, the OpenAPI document or a snapshot', async () => {
    const collections = (await admin.must('GET', '/collections')) as { data: { collection: string }[] };
    expect(collections.data.map(({ collection }) => collection).filter((name) => OURS.test(name))).toEqual([]);
    expect((await admin.ask('GET', '/items/governance_object_ownership')).status).toBe(403);
    expect((await admin.ask('POST', '/items/governance_object_ownership', { object_ref: 'x' })).status).toBe(403);
    expect(JSON.stringify(await admin.must('GET', '/server/specs/oas'))).not.toMatch(OURS);
    expect(
      JSON.stringify(await admin.must('POST', '/graphql', { query: '{ __schema { types { name } } }' })),
    ).not.toMatch(OURS);
    expect(JSON.stringify(await admin.must('GET', '/schema/snapshot'))).not.toMatch(OURS);
  });

  it('keeps a collection of the same name in public apart from its own table', async () => {
    const { objects } = inject('reference');
    await admin.must('POST', '/items/collection_registry', { code: 'forged', title: 'not a governed collection' });
    expect(await stack.db.sql(`select count(*)::int from one_roof.collection_registry`)).toEqual([{ count: objects }]);
    expect(await admin.must('GET', '/one-roof/v1/coverage/summary')).toMatchObject({ data: { objects } });
  });

  it('the extension and its entries are there and enabled', async () => {
    const { data } = (await admin.must('GET', '/extensions')) as {
      data: { schema: { name: string }; meta: { enabled: boolean } }[];
    };
    expect(
      data
        .map(({ schema, meta }) => [schema.name, meta.enabled])
        .filter(([name]) => String(name).includes('one-roof'))
        .sort(),
    ).toEqual(
      [
        'directus-extension-one-roof',
        'one-roof-check-gate',
        'one-roof-emit-event',
        'one-roof-gate-status',
        'one-roof-governance',
        'one-roof-lifecycle',
        'one-roof-ownership',
        'one-roof-ownership-guard',
        'one-roof-read-contract',
        'one-roof-scan-coverage',
      ].map((name) => [name, true]),
    );
  });
});

describe('uninstalling', () => {
  it('after a real installation leaves public as it was, but for the rows that Directus wrote about the extension', async () => {
    const db = await TestDatabase.create(inject('postgres15'), 'directus_reference');
    const take = () =>
      db.sessions.use(async (session) => {
        await session.query('begin read only');
        return fingerprint(session, schemaScope('public'), { withRows: true });
      });
    const before = await take();
    const stack = await DirectusStack.on(db);
    await stack.directus.start();
    await stack.cli('environment', 'declare', '--production', '--reason', 'r');
    await stack.cli('scan');
    await stack.directus.stop();
    expect(await stack.cli('uninstall', '--yes')).toMatchObject({ exitCode: 0 });

    const comparison = compareFingerprints(before, await take());
    const changed =
      comparison.outcome === 'different' ? comparison.differences.map(({ kind, object }) => `${kind} ${object}`) : [];
    // Directus writes a row per extension, and a project id of its own at the first start.
    expect(
      changed.filter((what) => what !== 'content directus_extensions' && what !== 'content directus_settings'),
    ).toEqual([]);
    expect(await db.sql(`select nspname from pg_namespace where nspname = 'one_roof'`)).toEqual([]);
    await db.drop();
  });
});
