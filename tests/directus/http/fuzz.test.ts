import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openApiDocument } from '../../../src/contract/openapi.ts';
import { FuzzRuns } from '../../harness/hostile/fuzz-runs.ts';
import { encoded, RawHttp } from '../../harness/directus/raw-http.ts';
import type { RawAnswer, RawRequest } from '../../harness/directus/raw-http.ts';
import { Ratifiers } from '../../harness/councils/ratifiers.ts';
import { shaped } from '../../harness/hostile/shaped-values.ts';
import type { JsonSchema, Known } from '../../harness/hostile/shaped-values.ts';
import { seldom, wildJson, wildText } from '../../harness/hostile/wild-values.ts';
import { BROKEN, headers, METHODS, THEIRS } from '../../harness/hostile/odd-requests.ts';

// Every operation of the OpenAPI document: a new route is tried by itself. Half of what is sent has the form of the contract, half has
// not. No 5xx but 503, no crash, no answer that takes too long. New on Directus 12 is what comes before our routes: few inputs find it.

interface Operation {
  method: string;
  path: string;
  parameters: { name: string; in: string; schema: JsonSchema }[];
  body: JsonSchema | null;
}

const OPERATIONS = Object.entries(
  openApiDocument('0')['paths'] as Record<string, Record<string, OpenApiOperation>>,
).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([method, { parameters = [], requestBody }]): Operation => ({
    method: method.toUpperCase(),
    path,
    parameters,
    body: requestBody?.content['application/json']?.schema ?? null,
  })),
);

interface OpenApiOperation {
  parameters?: Operation['parameters'];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

/** An operation as it is sent, and by whom. */
interface Sent {
  caller: string;
  request: RawRequest;
}

const CALLERS = ['administrator', 'president', 'council-1', 'clerk', 'assistant', 'nobody'] as const;

describe('every operation of the contract', () => {
  const runs = new FuzzRuns('routes and commands', OPERATIONS.length + 1, inject('directus') === 11 ? 12 : 3);
  let council: Ratifiers<'president' | 'council-1' | 'council-2' | 'assistant'>;
  let http: RawHttp;
  let tokens: Record<string, string>;
  let known: Known;

  beforeAll(async () => {
    council = await Ratifiers.start(
      { president: ['president'], council: ['council-1', 'council-2'], ai_council: ['assistant'] },
      // Otherwise Directus turns requests away by itself while the machine is busy with something else.
      { profile: 'council', settings: { PRESSURE_LIMITER_ENABLED: 'false' } },
    );
    http = new RawHttp(council.stack.directus.url);
    const admin = await council.stack.admin();
    tokens = Object.fromEntries(
      [
        ['administrator', admin] as const,
        ...Object.entries(council.people).map(([name, { client }]) => [name, client] as const),
      ].map(([name, client]) => [name, client.token ?? '']),
    );
    tokens['assistant'] = 'token-assistant';
    const { code, revision_digest } = await council.file('APR-1');
    await council.file('APR-2', 'council-1');
    await council.vote('APR-1', 'president');
    known = {
      code: [code, 'APR-2'],
      by: ['APR-2'],
      revision_digest: [revision_digest],
      object: ['agents', 'collection:agents', 'group:GRP-AI'],
      release: ['REL-1'],
      owner: ['GOV-COUNCIL', 'GOV-DOT'],
      scope: ['audit', 'policy'],
      group: ['GRP-AI', '~none'],
      planned_owner: ['GOV-MOIT'],
      retire: ['GOV-DOT', 'scope:audit'],
      move: ['agents:GRP-AI', 'agents:~none'],
      subject: ['policy', 'seats', 'release:REL-9', 'event:coverage.scan_completed'],
      proposed_action_code: ['delegate_authority', 'set_policy'],
      plan: [await council.stack.cli('plan', 'export').then(({ stdout }) => stdout), {}],
      cursor: await cursors(admin),
    };
  });
  afterAll(async () => {
    http.close();
    runs.report();
    await council.stack.stop();
  });

  /** Cursors that lists give, and such with another position in them. */
  async function cursors(admin: Awaited<ReturnType<typeof council.stack.admin>>): Promise<string[]> {
    const lists = OPERATIONS.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor'));
    const given = await Promise.all(
      lists.map(async ({ path }) => {
        const { body } = await admin.ask('GET', `${path}?limit=1`);
        return (body as { meta?: { next?: string } } | null)?.meta?.next ?? '';
      }),
    );
    const real = given.filter((cursor) => cursor !== '');
    const forged = real.flatMap((cursor) => {
      const [question] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
      return [
        [question],
        [question, []],
        [question, ['\0', '\ud800', 1e300, null]],
        [question, [{}, [], -1, '9'.repeat(400)]],
      ].map((position) => Buffer.from(JSON.stringify(position)).toString('base64url'));
    });
    return [...real, ...forged];
  }

  /** Requests of an operation. */
  function requests({ method, path, parameters, body }: Operation): fc.Arbitrary<Sent> {
    const target = fc.tuple(pathsOf(path, parameters), queriesOf(parameters)).map(([place, query]) => place + query);
    return fc.record({
      caller: fc.constantFrom(...CALLERS),
      request: fc
        .tuple(target, headers(), body === null ? seldom(bodies({}), 10) : bodies(body), fc.constantFrom(...METHODS))
        .map(([target, more, sent, other]) => ({
          method: other === '' ? method : other,
          path: target,
          headers: { ...(sent === null ? {} : { 'content-type': 'application/json' }), ...more },
          body: sent,
        })),
    });
  }

  function pathsOf(path: string, parameters: Operation['parameters']): fc.Arbitrary<string> {
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    const values = inPath.map(({ name, schema }) =>
      fc.oneof(
        { weight: 16, arbitrary: fc.constantFrom(...(known[name] ?? ['x'])).map((value) => encoded(String(value))) },
        { weight: 2, arbitrary: shaped(schema, {}, name).map((value) => encoded(textOf(value)).slice(0, 9000)) },
        { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
      ),
    );
    return fc
      .tuple(...values)
      .map((given) => inPath.reduce((text, { name }, at) => text.replace(`{${name}}`, given[at] ?? ''), path));
  }

  /** Parameters as they should be, some of them twice, with brackets, broken, or with names that nobody knows. */
  function queriesOf(parameters: Operation['parameters']): fc.Arbitrary<string> {
    const ours = parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name, schema }) => fc.tuple(fc.constant(name), shaped(schema, known, name).map(textOf)));
    const wild = fc.tuple(
      fc.oneof(fc.constantFrom(...THEIRS, ...parameters.map(({ name }) => name)), wildText),
      wildText,
    );
    const pair = fc.tuple(
      ours.length === 0 ? wild : fc.oneof(...ours),
      fc.constantFrom('', '', '', '', '', '', '[]', '[a][b]'),
    );
    const parts = fc.oneof(
      {
        weight: 4,
        arbitrary: pair.map(([[name, value], brackets]) => `${encoded(name)}${brackets}=${encoded(value)}`),
      },
      { weight: 1, arbitrary: wild.map(([name, value]) => `${encoded(name)}=${encoded(value)}`) },
      { weight: 1, arbitrary: fc.constantFrom(...BROKEN, '&&', '=', 'limit', 'a=b=c') },
    );
    const usual = ours.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...ours), { maxLength: 3 });
    return fc
      .oneof(
        {
          weight: 2,
          arbitrary: usual.map((given) =>
            [...new Map(given)].map(([name, value]) => `${encoded(name)}=${encoded(value)}`),
          ),
        },
        { weight: 1, arbitrary: fc.array(parts, { maxLength: 6 }) },
      )
      .map((given) => (given.length === 0 ? '' : `?${given.join('&')}`.slice(0, 12_000)));
  }

  function bodies(schema: JsonSchema): fc.Arbitrary<string | Buffer> {
    return fc.oneof(
      { weight: 12, arbitrary: shaped(schema, known).map((value) => JSON.stringify(value)) },
      { weight: 2, arbitrary: wildJson.map((value) => JSON.stringify(value)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '',
          '{',
          '[[[[',
          '{"a":1,"a":2}',
          '"\\ud800"',
          '{"__proto__":{"a":1}}',
          '1e999',
          '\ufeff{}',
          'null',
        ),
      },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
      {
        weight: 1,
        arbitrary: fc.tuple(fc.constantFrom('[', '{"a":'), fc.nat(150_000)).map(([of, times]) => of.repeat(times)),
      },
    );
  }

  /** Sends it and waits for whatever is answered. */
  async function send({ caller, request }: Sent): Promise<RawAnswer> {
    const token = tokens[caller];
    return http.send({
      ...request,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...request.headers },
    });
  }

  async function survives(sent: Sent): Promise<string | number> {
    const { status, headers, body } = await send(sent);
    if (status === 500 && (await failsWithoutUs(sent))) return 'Directus itself 500';
    expect(status < 500 || status === 503, `${status} ${body.slice(0, 500)}`).toBe(true);
    if (status === 503) expect(headers['retry-after'], body).toBeDefined();
    const refused = status >= 400 && sent.request.method !== 'HEAD';
    if (refused) expect(isRefusal(body), `${status} ${JSON.stringify(headers)} ${body.slice(0, 500)}`).toBe(true);
    return status;
  }

  /** Directus reads tokens and its own parameters before anybody else is asked, and fails at some of them: for any path. */
  async function failsWithoutUs({ caller, request }: Sent): Promise<boolean> {
    const query = request.path.indexOf('?');
    const path = `/nobody-answers-this${query < 0 ? '' : request.path.slice(query)}`;
    return (await send({ caller, request: { ...request, path } })).status === 500;
  }

  it.each(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    '%s',
    { timeout: runs.patience },
    async (_title, operation) => {
      await runs.assert(requests(operation), survives);
      expect(council.stack.directus.running).toBe(true);
    },
  );

  it.each(['/requests/%f0%9f', '/releases/%zz', '/%'])('refuses %s, whose escapes stand for no text', async (path) => {
    const headers = { authorization: `Bearer ${tokens['administrator'] ?? ''}` };
    const { status, body } = await http.send({ method: 'GET', path: `/one-roof/v1${path}`, headers, body: null });
    expect({ status, body }).toMatchObject({
      status: 400,
      body: expect.stringContaining('ONE_ROOF_BAD_REQUEST') as string,
    });
  });

  it('whatever else is asked for below it', { timeout: runs.patience }, async () => {
    const place = fc.array(
      fc.oneof(wildText.map(encoded), fc.constantFrom(...BROKEN, '..', '.', '', 'requests', 'APR-1')),
      {
        maxLength: 4,
      },
    );
    const anywhere = place.map((parts) => `/one-roof/v1/${parts.join('/').slice(0, 9000)}`);
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'DELETE', 'OPTIONS'),
      path: anywhere,
      headers: headers(),
      body: fc.constant(null),
    });
    await runs.assert(fc.record({ caller: fc.constantFrom(...CALLERS), request }), survives);
    expect(await council.gate()).toMatchObject({ verdict: 'BLOCKED' });
  });
});

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isRefusal(body: string): boolean {
  try {
    const { errors } = JSON.parse(body) as { errors?: { extensions?: { code?: unknown } }[] };
    return typeof errors?.[0]?.extensions?.code === 'string';
  } catch {
    return false;
  }
}
