import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { join } from 'node:path';
import { authentication, createDirectus, rest } from '@directus/sdk';
import packageJson from '../../../package.json' with { type: 'json' };
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { listEnvelope, objectEnvelope } from '../../../src/contract/envelope.ts';
import type * as Client from '../../../src/client/index.ts';
import { PLAN_WHAT_IF_PATH } from '../../../src/contract/paths.ts';
import { ROUTES } from '../../../src/contract/routes.ts';
import type { Route, RouteName } from '../../../src/contract/routes.ts';
import { fingerprint } from '../../../src/database/fingerprint/fingerprint.ts';
import { governanceScope } from '../../../src/database/fingerprint/scopes.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import { WhatIf } from '../../../src/contract/answers/what-if.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { withClient } from '../../harness/with-client.ts';

const BASE = '/one-roof/v1';
const QUESTIONS: Partial<Record<RouteName, string>> = {
  ownershipDetail: '?object=agents',
  whatIf: '?retire=GOV-DOT&retire=scope:audit&move=tasks:GRP-AI',
};
const pathOf = (name: RouteName) => `${BASE}${ROUTES[name].path}${QUESTIONS[name] ?? ''}`;
const PLAN_WHAT_IF = `${BASE}${PLAN_WHAT_IF_PATH}`;
// Those of one request are in ratification.test.ts.
const ROUTE_NAMES = (Object.keys(ROUTES) as RouteName[]).filter((name) => !ROUTES[name].path.includes(':'));
const { objects, scopes, cells, plan } = inject('reference');
const OTHER_PLAN = plan.replace('owner: GOV-MOIT', 'owner: GOV-COUNCIL');

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
        proposed_cells: cells,
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

  describe('a what-if', () => {
    it('of changes, by GET: who would be proposed instead', async () => {
      const { data } = objectEnvelope(WhatIf).parse(
        await admin.must('GET', `${BASE}/coverage/what-if?move=tasks:GRP-AI&limit=1`),
      );
      expect(data).toMatchObject({
        effect: 'at_once',
        changed: { proposal: 6 },
        cells: [{ object_ref: 'tasks', scope: 'approval' }],
      });
      const next = objectEnvelope(WhatIf).parse(
        await admin.must('GET', `${BASE}/coverage/what-if?move=tasks:GRP-AI&limit=1&cursor=${String(data.next)}`),
      );
      expect(next.data.cells).toMatchObject([{ object_ref: 'tasks', scope: 'audit' }]);
      expect(await admin.ask('GET', `${BASE}/coverage/what-if?retire=GOV-NOBODY`)).toMatchObject({
        status: 404,
        body: { errors: [{ message: 'There is no owner GOV-NOBODY', extensions: { code: 'ONE_ROOF_NOT_FOUND' } }] },
      });
    });

    it('of a plan, by POST: as text or as an object, with changes on top', async () => {
      const ask = async (body: unknown) =>
        objectEnvelope(WhatIf).parse(await admin.must('POST', PLAN_WHAT_IF, body)).data;
      expect((await ask({ plan: OTHER_PLAN })).changed).toEqual({ added: 0, removed: 0, owner: 0, proposal: 12 });
      expect((await ask({ plan: parse(OTHER_PLAN) as unknown, retire: ['scope:audit'] })).changed).toEqual({
        added: 0,
        removed: objects,
        owner: 0,
        proposal: 10,
      });
    });

    it('of a plan that is wrong: 422 with every problem and its line', async () => {
      expect(
        await admin.ask('POST', PLAN_WHAT_IF, { plan: OTHER_PLAN.replace('folder: ai', 'folder: nowhere') }),
      ).toMatchObject({
        status: 422,
        body: {
          errors: [
            {
              extensions: {
                code: 'ONE_ROOF_PLAN_INVALID',
                problems: expect.arrayContaining([
                  expect.objectContaining({ path: 'groups.GRP-AI.folder', message: 'there is no folder nowhere' }),
                ]) as unknown,
              },
            },
          ],
        },
      });
    });

    it('of a plan that takes long to read keeps nobody waiting: others are answered meanwhile', async () => {
      const plan = `${OTHER_PLAN}${Array.from({ length: 40_000 }, (_, n) => `unknown_${n}: 1`).join('\n')}\n`;
      const answered: string[] = [];
      const reading = admin.ask('POST', PLAN_WHAT_IF, { plan }).then(({ status }) => answered.push(`plan ${status}`));
      for (let n = 1; n <= 5; n++) answered.push(`ping ${(await stack.anonymous.ask('GET', '/server/ping')).status}`);
      await reading;
      expect(answered).toEqual([...Array<string>(5).fill('ping 200'), 'plan 422']);
    });

    it('of a plan is for administrators, in JSON, of a size, and by POST only', async () => {
      const reader = await stack.user('Governance reader');
      for (const client of [stack.anonymous, reader]) {
        expect(await client.ask('POST', PLAN_WHAT_IF, { plan: OTHER_PLAN })).toMatchObject({
          status: 403,
          body: { errors: [{ extensions: { code: 'ONE_ROOF_FORBIDDEN' } }] },
        });
      }
      for (const [body, headers, subject] of [
        [{ plan: OTHER_PLAN }, { 'content-type': 'text/plain' }, 'Content-Type'],
        [{ plan: 'x'.repeat(900_001) }, {}, 'plan'],
        [{ plan: 1 }, {}, 'plan'],
        [{ plan: OTHER_PLAN, colour: 'red' }, {}, 'body'],
      ] as const) {
        expect(await admin.ask('POST', PLAN_WHAT_IF, body, headers), subject).toMatchObject({
          status: 400,
          body: { errors: [{ extensions: { code: 'ONE_ROOF_BAD_REQUEST', subject } }] },
        });
      }
      expect((await admin.ask('GET', PLAN_WHAT_IF)).status).toBe(404);
    });
  });

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
      changed: { proposal: 12 },
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
    expect(lines[0]).toBe('owner,owner_name,alive,accountable_cells,direct,inherited,proposed_cells');
    expect(lines).toHaveLength(5);
    for (const line of lines.slice(1)) expect(line).toMatch(/(,true|,false)(,\d+){4}$/);
    expect(lines.find((line) => line.startsWith('GOV-MOIT'))).toContain(`"'=HYPERLINK`);
  });

  it('gives an empty list as CSV with its header', async () => {
    const { body } = await admin.ask('GET', `${pathOf('coverageGaps')}?group=GRP-NOBODY`, undefined, {
      accept: 'text/csv',
    });
    expect(body).toBe('object_type,object_ref,scope,group,since,proposed\r\n');
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

  describe('refuses, naming the field', () => {
    it.each([
      ['a page of 501', 'coverageGaps', 'limit=501', 'limit'],
      ['a page of none', 'coverageGaps', 'limit=0', 'limit'],
      ['a wrong cursor', 'coverageGaps', 'cursor=nonsense', 'cursor'],
      ['an unknown filter', 'coverageGaps', 'colour=red', 'colour'],
      ['an unknown order', 'coverageByObject', 'sort=colour', 'sort'],
      ['a group that is no code', 'coverageGaps', 'group=a%20b', 'group'],
      ['a state that there is not', 'coverageByObject', 'state=owned', 'state'],
      ['a parameter twice', 'coverageGaps', 'scope=audit&scope=policy', 'scope'],
      ['a parameter that is an object', 'coverageGaps', 'scope[a]=b', 'scope'],
      ['a parameter where there is none', 'coverageSummary', 'limit=5', 'limit'],
      ['no object', 'ownershipDetail', '', 'object'],
      ['an object with a NUL', 'ownershipDetail', 'object=a%00b', 'object'],
      ['a cursor with a NUL', 'coverageGaps', 'cursor=%00', 'cursor'],
      ['a group with a NUL', 'coverageGaps', 'group=%00', 'group'],
      ['a page size in hexadecimal', 'coverageGaps', 'limit=0x2', 'limit'],
      ['a page size with an exponent', 'coverageGaps', 'limit=1e0', 'limit'],
      ['a filter with the name of a method', 'coverageGaps', 'constructor=x', 'constructor'],
      ['a filter with the name of the prototype', 'coverageSummary', '__proto__=x', '__proto__'],
      ['a filter that Directus would drop', 'coverageGaps', 'scope[constructor]=x', 'scope'],
    ] as const)('%s: 400', async (_title, name, query, field) => {
      const { status, body } = await admin.ask('GET', `${BASE}${ROUTES[name].path}?${query}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({
        errors: [
          {
            message: expect.stringContaining(field) as string,
            extensions: { code: 'ONE_ROOF_BAD_REQUEST', subject: field },
          },
        ],
      });
    });

    it('an unknown object: 404 naming it', async () => {
      const { status, body } = await admin.ask('GET', `${BASE}/coverage/ownership-detail?object=nothing_here`);
      expect(status).toBe(404);
      expect(body).toMatchObject({
        errors: [
          {
            message: 'There is no object collection:nothing_here',
            extensions: { code: 'ONE_ROOF_NOT_FOUND', subject: 'collection:nothing_here' },
          },
        ],
      });
    });

    it('a page size that is a list: 400', async () => {
      expect((await admin.ask('GET', `${pathOf('coverageGaps')}?limit[]=1`)).status).toBe(400);
    });

    it('a parameter of the OpenAPI document: 400', async () => {
      expect(await admin.ask('GET', `${BASE}/openapi.json?x=1`)).toMatchObject({
        status: 400,
        body: { errors: [{ extensions: { subject: 'x' } }] },
      });
    });

    it('a page size that is no number: 400, by Directus itself', async () => {
      const { status, body } = await admin.ask('GET', `${BASE}/coverage/gaps?limit=many`);
      expect(status).toBe(400);
      expect(body).toMatchObject({ errors: [{ message: expect.stringContaining('"limit"') as string }] });
    });

    it('an unknown path: 404', async () => {
      expect((await admin.ask('GET', `${BASE}/coverage/everything`)).status).toBe(404);
    });
  });

  describe('who may read', () => {
    it('nobody who is not logged in: 403 on every route but health', async () => {
      for (const name of ROUTE_NAMES.filter((route) => route !== 'health')) {
        const { status, body } = await stack.anonymous.ask('GET', pathOf(name));
        expect(status, name).toBe(403);
        expect(body).toMatchObject({
          errors: [{ extensions: { code: 'ONE_ROOF_FORBIDDEN', fix: 'Log in, or send an access token.' } }],
        });
      }
      expect((await stack.anonymous.ask('GET', `${BASE}/openapi.json`)).status).toBe(403);
    });

    it('a role that is listed in ONE_ROOF_READ_ROLES', async () => {
      const reader = await stack.user('Governance reader');
      for (const name of ROUTE_NAMES)
        expect((await reader.ask('GET', pathOf(name))).status, name).toBe(name === 'doctor' ? 403 : 200);
    });

    it('no other role; but an editor sees who owns the collections they can read', async () => {
      const editor = await stack.user('Editor', ['agents']);
      expect((await editor.ask('GET', pathOf('coverageSummary'))).status).toBe(403);
      expect((await editor.ask('GET', `${BASE}/coverage/ownership-detail?object=agents`)).status).toBe(200);
      for (const hidden of ['tasks', 'group:GRP-AI', 'no_such_collection']) {
        expect((await editor.ask('GET', `${BASE}/coverage/ownership-detail?object=${hidden}`)).status, hidden).toBe(
          403,
        );
      }
      await stack.dismiss(editor);
    });
  });

  describe('what somebody is responsible for', () => {
    const mine = `${pathOf('responsibilities')}?limit=500`;
    const actsFor = async (client: DirectusClient, owner: string) => {
      const { data } = (await client.must('GET', '/users/me?fields=id')) as { data: { id: string } };
      await stack.db.sql(
        `update one_roof.governance_registry set directus_role = (select role from directus_users where id = $1) where code = $2`,
        [data.id, owner],
      );
    };
    const cellsOf = async (client: DirectusClient) => {
      const { data } = (await client.must('GET', mine)) as { data: { object_ref: string; owner: string }[] };
      return {
        owners: [...new Set(data.map(({ owner }) => owner))],
        objects: [...new Set(data.map(({ object_ref }) => object_ref))],
      };
    };

    it('is for them alone: what one was answered is not given to another, nor taken for it', async () => {
      const tools = await stack.user('Tools', ['agents', 'workflows', 'approval_requests']);
      const council = await stack.user('Council', ['agents', 'approval_requests']);
      await actsFor(tools, 'GOV-DOT');
      await actsFor(council, 'GOV-COUNCIL');
      expect(await cellsOf(tools)).toEqual({ owners: ['GOV-DOT'], objects: ['agents', 'workflows'] });
      expect(await cellsOf(council)).toEqual({ owners: ['GOV-COUNCIL'], objects: ['approval_requests'] });
      expect(await cellsOf(admin)).toEqual({ owners: [], objects: [] });

      const tag = (await tools.ask('GET', mine)).headers.get('etag') ?? '';
      expect((await tools.ask('GET', mine, undefined, { 'if-none-match': tag })).status).toBe(304);
      expect((await council.ask('GET', mine, undefined, { 'if-none-match': tag })).status).toBe(200);
    });

    it('is limited to the collections that they may read, unless they may read governance', async () => {
      const summary = pathOf('responsibilitySummary');
      const blind = await stack.user('Sees nothing');
      await actsFor(blind, 'GOV-MOIT');
      expect(await cellsOf(blind)).toEqual({ owners: [], objects: [] });
      expect(await blind.must('GET', summary)).toMatchObject({
        data: { owners: [{ owner: 'GOV-MOIT', proposed: 0 }], limited: true },
      });

      const reader = await stack.user('Governance reader');
      await actsFor(reader, 'GOV-MOIT');
      expect(await reader.must('GET', summary)).toMatchObject({
        data: { owners: [{ proposed: 12 }], objects: 2, limited: false },
      });
    });
  });

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
