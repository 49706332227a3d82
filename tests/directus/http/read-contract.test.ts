import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { join } from 'node:path';
import { authentication, createDirectus, rest } from '@directus/sdk';
import packageJson from '../../../package.json' with { type: 'json' };
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { listEnvelope, objectEnvelope } from '../../../src/contract/envelope.ts';
import type * as Client from '../../../src/client/index.ts';
import { ROUTES } from '../../../src/contract/routes.ts';
import type { Route } from '../../../src/contract/routes.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { governanceScope } from '../../../src/database/fingerprint/scopes.ts';
import { z } from 'zod';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { withClient } from '../../harness/with-client.ts';
import {
  BASE,
  cells,
  objects,
  OTHER_PLAN,
  pathOf,
  PLAN_WHAT_IF,
  ROUTE_NAMES,
  scopes,
} from '../../harness/directus/read-routes.ts';
import { refusalCases } from './refusals.cases.ts';
import { responsibilityCases } from './responsibilities.cases.ts';
import { whatIfCases } from './what-if.cases.ts';

describe('the read contract on a project with a registered plan', () => {
  let stack: DirectusStack;
  let admin: DirectusClient;
  beforeAll(async () => {
    stack = await DirectusStack.start('one_roof_reference', {
      declared: 'production',
      settings: { ONE_ROOF_READ_ROLES: 'Governance reader' },
    });
    admin = await stack.admin();
  });
  afterAll(() => stack.stop());
  const running = () => ({ stack, admin });

  it.each(ROUTE_NAMES)('%s answers what its schema says, nothing more and nothing less', async (name) => {
    const { status, body } = await admin.ask('GET', pathOf(name));
    expect(status).toBe(200);
    const route: Route = ROUTES[name];
    const envelope =
      route.answers === 'list'
        ? listEnvelope(route.data)
        : objectEnvelope(route.answers === 'rows' ? z.array(route.data) : route.data);
    expect(envelope.parse(body)).toEqual(body);
  });

  it(`summary: ${cells} cells, ${cells} gaps`, async () => {
    expect(await admin.must('GET', pathOf('coverageSummary'))).toEqual({
      data: {
        total_cells: cells,
        covered_cells: 0,
        gap_cells: cells,
        waived_cells: 0,
        dead_cells: 0,
        conflicts: 0,
        coverage_pct: 0,
        objects,
        scopes,
        ownership_anchors: 0,
        planned_cells: cells,
      },
      meta: {},
    });
  });

  it('gate and readiness: BLOCKED ospa<1', async () => {
    expect(await admin.must('GET', pathOf('gate'))).toMatchObject({
      data: {
        verdict: 'BLOCKED',
        blockers: ['no_release', 'ospa<1'],
        ospa: 0,
        gap: cells,
        database: { name: stack.db.name, kind: 'production' },
      },
    });
    expect(await admin.must('GET', pathOf('readiness'))).toMatchObject({
      data: { gate: { verdict: 'BLOCKED' }, events: { active: 0, inactive: 5, emittable: 0 } },
    });
  });

  it('health: ready, with the schema version and the mode; anonymous callers see the status only', async () => {
    expect(await admin.must('GET', pathOf('health'))).toEqual({
      data: {
        status: 'ready',
        schema_version: '0010_definitions_apart',
        mode: 'simple',
        database: { name: stack.db.name, kind: 'production' },
      },
      meta: {},
    });
    expect(await stack.anonymous.must('GET', pathOf('health'))).toEqual({ data: { status: 'ready' }, meta: {} });
  });

  it('doctor: nothing to complain about, also to those who ask at once', async () => {
    await admin.create('/roles', { name: 'Governance reader' }); // which the settings name
    const asked = await Promise.all([1, 2, 3].map(() => admin.must('GET', pathOf('doctor'))));
    for (const said of asked) {
      expect(said).toMatchObject({
        data: {
          verdict: 'HEALTHY',
          findings: [],
          unchecked: [],
          mode: 'simple',
          versions: { directus: expect.stringMatching(/^1[12]\./) as string },
        },
      });
    }
  });

  it('openapi.json is the document of this version', async () => {
    expect(await admin.must('GET', `${BASE}/openapi.json`)).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'One-Roof read contract' },
    });
  });

  it('pages by cursor through all gaps', async () => {
    const seen = new Set<string>();
    let url: string | null = `${pathOf('coverageGaps')}?limit=50&sort=-since`;
    for (let pages = 0; url !== null; pages++) {
      expect(pages).toBeLessThan(6);
      const answer = await admin.ask('GET', url);
      const { data, meta } = answer.body as {
        data: { object_ref: string; scope: string }[];
        meta: { next: string | null };
      };
      for (const { object_ref, scope } of data) seen.add(`${object_ref} ${scope}`);
      url = meta.next === null ? null : `${pathOf('coverageGaps')}?limit=50&sort=-since&cursor=${meta.next}`;
      // Relative to the request, so that it also holds behind a path prefix.
      expect(answer.headers.get('link')).toBe(
        meta.next === null ? null : `<?limit=50&sort=-since&cursor=${meta.next}>; rel="next"`,
      );
    }
    expect(seen.size).toBe(cells);
  });

  it('answers 304 to the ETag of an answer, and 200 again once something changed', async () => {
    for (const name of ['coverageSummary', 'coverageGaps', 'ownershipDetail', 'gate', 'scanStatus'] as const) {
      const first = await admin.ask('GET', pathOf(name));
      const tag = first.headers.get('etag') ?? '';
      expect(tag).toMatch(/^"[\w-]{43}"$/);
      const second = await admin.ask('GET', pathOf(name), undefined, { 'if-none-match': tag });
      expect([second.status, second.body]).toEqual([304, '']);
    }
    const before = await admin.ask('GET', pathOf('coverageByOwner'));
    await stack.db.sql(`update one_roof.governance_registry set name = 'Renamed' where code = 'GOV-DOT'`);
    const after = await admin.ask('GET', pathOf('coverageByOwner'), undefined, {
      'if-none-match': before.headers.get('etag') ?? '',
    });
    expect(after.status).toBe(200);
    expect(after.body).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ owner_name: 'Renamed' })]) as unknown,
    });
  });

  whatIfCases(running);

  it('with @directus/sdk and the client of the package: objects, pages, lists as parameters, a body, errors', async () => {
    const client = (await import(join(inject('extension'), packageJson.exports['./client'].default))) as typeof Client;
    const directus = createDirectus(stack.directus.url)
      .with(authentication('json', { autoRefresh: false }))
      .with(rest());
    await directus.login(stack.directus.admin);

    expect(await directus.request(client.readCoverageSummary())).toMatchObject({
      total_cells: cells,
      gap_cells: cells,
    });
    const seen = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await directus.request(client.readCoverageGaps({ limit: 50, sort: '-since', cursor }));
      for (const { object_ref, scope } of page.data) seen.add(`${object_ref} ${scope}`);
      cursor = page.meta.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen.size).toBe(cells);
    expect(await directus.request(client.readOwnershipDetail('agents'))).toHaveLength(scopes);
    expect(await directus.request(client.readGate())).toMatchObject({ verdict: 'BLOCKED' });
    const whatIf = client.readWhatIf({ retire: ['GOV-DOT', 'scope:audit'], limit: 1 });
    expect(await directus.request(whatIf)).toMatchObject({ changed: { removed: objects }, cells: { length: 1 } });
    expect(await directus.request(client.readPlanWhatIf({ plan: OTHER_PLAN }))).toMatchObject({
      changed: { planned_owner: 12 },
    });
    await expect(directus.request(client.readOwnershipDetail('nothing'))).rejects.toMatchObject({
      errors: [{ extensions: { code: 'ONE_ROOF_NOT_FOUND' } }],
    });
  });

  it('gives different answers different tags', async () => {
    const tags = await Promise.all(
      [
        pathOf('coverageGaps'),
        `${pathOf('coverageGaps')}?limit=7`,
        `${pathOf('coverageGaps')}?scope=audit`,
        pathOf('coverageByObject'),
      ].map(async (path) => (await admin.ask('GET', path)).headers.get('etag')),
    );
    const csv = (await admin.ask('GET', pathOf('coverageGaps'), undefined, { accept: 'text/csv' })).headers.get('etag');
    expect(new Set([...tags, csv]).size).toBe(5);
  });

  it('gives a list as CSV to who asks for it, with formulas defused', async () => {
    await stack.db.sql(
      `update one_roof.governance_registry set name = '=HYPERLINK("http://x")' where code = 'GOV-MOIT'`,
    );
    const { body, headers } = await admin.ask('GET', pathOf('coverageByOwner'), undefined, { accept: 'text/csv' });
    expect(headers.get('content-type')).toContain('text/csv');
    const lines = String(body).trimEnd().split('\r\n');
    expect(lines[0]).toBe('owner,owner_name,alive,accountable_cells,direct,inherited,planned_cells');
    expect(lines).toHaveLength(5);
    for (const line of lines.slice(1)) expect(line).toMatch(/(,true|,false)(,\d+){4}$/);
    expect(lines.find((line) => line.startsWith('GOV-MOIT'))).toContain(`"'=HYPERLINK`);
  });

  it('gives an empty list as CSV with its header', async () => {
    const { body } = await admin.ask('GET', `${pathOf('coverageGaps')}?group=GRP-NOBODY`, undefined, {
      accept: 'text/csv',
    });
    expect(body).toBe('object_type,object_ref,scope,group,since,planned_owner\r\n');
  });

  it('answers HEAD like GET without a body, and tells other verbs what is allowed', async () => {
    const head = await admin.ask('HEAD', pathOf('coverageSummary'));
    expect([head.status, head.body]).toEqual([200, '']);
    expect(head.headers.get('etag')).toBe((await admin.ask('GET', pathOf('coverageSummary'))).headers.get('etag'));
    for (const verb of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers, body } = await admin.ask(verb, pathOf('gate'), verb === 'DELETE' ? undefined : {});
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      expect(body).toMatchObject({ errors: [{ extensions: { code: 'ONE_ROOF_METHOD_NOT_ALLOWED', found: verb } }] });
    }
  });

  it('leaves the database as it was, whatever is asked with whichever verb', async () => {
    const take = () =>
      stack.db.sessions.use(async (session) => {
        await session.query('begin read only');
        return (await fingerprint(session, governanceScope())).sha256;
      });
    const before = await take();
    for (const name of ROUTE_NAMES) {
      for (const verb of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
        await admin.ask(verb, pathOf(name), ['POST', 'PUT', 'PATCH'].includes(verb) ? { any: 'thing' } : undefined);
    }
    expect((await admin.ask('POST', PLAN_WHAT_IF, { plan: OTHER_PLAN, retire: ['GOV-DOT'] })).status).toBe(200);
    expect(await take()).toBe(before);
  });

  refusalCases(running);
  responsibilityCases(running);

  it('survives a route that rejects: the error is an answer, and Directus goes on', async () => {
    await stack.db.sql(
      `alter function one_roof.gate_conditions rename to hidden; alter table one_roof.candidate_scan_run rename to hidden_table`,
    );
    expect((await admin.ask('GET', pathOf('scanStatus'))).status).toBe(500);
    expect(await admin.must('GET', pathOf('gate'))).toMatchObject({
      data: { verdict: 'BLOCKED', blockers: ['views_missing'] },
    });
    await stack.db.sql(
      `alter function one_roof.hidden rename to gate_conditions; alter table one_roof.hidden_table rename to candidate_scan_run`,
    );

    // A table that somebody else has locked.
    await withClient(stack.db.url, async (client) => {
      await client.query('begin; lock table one_roof.candidate_scan_run');
      const { status, headers, body } = await admin.ask('GET', pathOf('scanStatus'));
      expect([status, headers.get('retry-after')]).toEqual([503, '10']);
      expect(body).toMatchObject({
        errors: [{ message: expect.stringContaining('lock') as string, extensions: { code: 'ONE_ROOF_TIMED_OUT' } }],
      });
    });

    // Every backend of the pool dies under a request.
    const killed = Promise.all(Array.from({ length: 5 }, () => admin.ask('GET', pathOf('coverageByObject'))));
    await stack.db.sqlAsSuperuser(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await killed;
    expect(stack.directus.running).toBe(true);
    await expect
      .poll(async () => (await admin.ask('GET', pathOf('coverageSummary'))).status, { timeout: 15_000 })
      .toBe(200);
    expect((await stack.anonymous.ask('GET', '/server/ping')).body).toBe('pong');
  });
});
