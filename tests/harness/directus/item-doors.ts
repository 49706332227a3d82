import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { Answer, DirectusClient } from '../../../hosts/directus-client.ts';
import { installBypassExtension } from './bypass-extension.ts';
import { DirectusStack } from './directus-stack.ts';
import { guards, owned } from '../guards.ts';

/** A way to write items of `agents` that goes through something else: another collection, a revision, a flow, an upsert. */
interface Door {
  door: string;
  act: (admin: DirectusClient) => Promise<Answer>;
  /** Writes of agents that follow, each kind in a line: who, operation. */
  recorded: string[];
  only?: 12;
}

export const CREATE = 'admin create agents';
const UPDATE = 'admin update agents';
const DELETE = 'admin delete agents';

/** In a group of tests: a Directus in observe, and every door to items of `agents` that leads through something else. */
export function itemDoors() {
  let stack: DirectusStack;
  let admin: DirectusClient;
  let adminId: string;
  const flows = {} as Record<'item-update' | 'item-delete', string>;
  beforeAll(async () => {
    // A busy machine is no answer here: Directus would turn requests away with 503.
    stack = await DirectusStack.prepare('one_roof_reference', { settings: { PRESSURE_LIMITER_ENABLED: 'false' } });
    await owned(stack.db);
    installBypassExtension(stack.directus.environment);
    await stack.directus.start();
    admin = await stack.admin();
    adminId = ((await admin.must('GET', '/users/me?fields=id')) as { data: { id: string } }).data.id;
    await relate();
    const agents = Array.from({ length: 60 }, (_, n) => ({ id: n + 1, code: `A${n + 1}`, task: n < 30 ? 1 : null }));
    await admin.must('POST', '/items/tasks', { id: 1, code: 'T' });
    await admin.must('POST', '/items/agents', agents);
    await admin.must('POST', '/items/modules', { id: 1, code: 'M', agent: 1 });
    // Keys that were given are not those that the sequence gives.
    await stack.db.sql(`select setval(pg_get_serial_sequence('agents', 'id'), 1000)`);
    for (const type of ['item-update', 'item-delete'] as const) flows[type] = await flow(type);
    // Off, until an administrator wants it.
    expect(await mcp({ action: 'read' })).toMatchObject({ status: 403 });
    await admin.must('PATCH', '/settings', { mcp_enabled: true, mcp_allow_deletes: true });
    await guards(stack.db, 'observe');
  });
  afterAll(() => stack.stop());

  /** Agents have a task, which shows them; modules have an agent, and anything at all. */
  async function relate(): Promise<void> {
    await admin.must('PATCH', '/collections/agents', { meta: { accountability: 'all' } });
    for (const [collection, field, type] of [
      ['agents', 'task', 'integer'],
      ['modules', 'agent', 'integer'],
      ['modules', 'thing', 'string'],
      ['modules', 'thing_type', 'string'],
    ] as const)
      await admin.must('POST', `/fields/${collection}`, { field, type, meta: {}, schema: {} });
    await admin.must('POST', '/fields/tasks', { field: 'agents', type: 'alias', meta: { special: ['o2m'] } });
    const [to, schema] = [
      { collection: 'agents', field: 'task', related_collection: 'tasks' },
      { on_delete: 'SET NULL' },
    ];
    await admin.must('POST', '/relations', {
      ...to,
      schema,
      meta: { one_field: 'agents', one_deselect_action: 'delete' },
    });
    await admin.must('POST', '/relations', {
      collection: 'modules',
      field: 'agent',
      related_collection: 'agents',
      schema: {},
      meta: {},
    });
    await admin.must('POST', '/relations', {
      collection: 'modules',
      field: 'thing',
      related_collection: null,
      meta: { one_collection_field: 'thing_type', one_allowed_collections: ['agents'] },
    });
  }

  /** A flow that writes the agent that it is called with, with the rights of who calls it. */
  async function flow(type: 'item-update' | 'item-delete'): Promise<string> {
    const options = { method: 'POST', return: '$last', error_on_reject: true };
    const id = await admin.create('/flows', {
      name: type,
      status: 'active',
      trigger: 'webhook',
      accountability: null,
      options,
    });
    const key = ['{{ $trigger.body.id }}'];
    const operation = await admin.create('/operations', {
      flow: id,
      key: 'write',
      name: 'write',
      type,
      position_x: 1,
      position_y: 1,
      options: {
        collection: 'agents',
        permissions: '$trigger',
        emitEvents: false,
        key,
        payload: { title: 'by a flow' },
      },
    });
    await admin.must('PATCH', `/flows/${id}`, { operation });
    return id;
  }

  async function importFile(json: unknown): Promise<Answer> {
    const form = new FormData();
    form.append('file', new Blob([JSON.stringify(json)], { type: 'application/json' }), 'agents.json');
    const { data } = (await stack.anonymous.must('POST', '/auth/login', stack.directus.admin)) as {
      data: { access_token: string };
    };
    const headers = { authorization: `Bearer ${data.access_token}` };
    const response = await fetch(`${stack.directus.url}/utils/import/agents`, { method: 'POST', headers, body: form });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  }

  /** The first revision of an item, to which it is put back. */
  async function firstRevision(item: number): Promise<string> {
    const query = `filter[collection][_eq]=agents&filter[item][_eq]=${item}&sort=id&limit=1&fields=id`;
    return String(((await admin.must('GET', `/revisions?${query}`)) as { data: { id: number }[] }).data[0]?.id);
  }

  const graphql = (query: string) => admin.ask('POST', '/graphql', { query });

  /** Calls a tool of Directus's own MCP endpoint, which tells of an error in an answer that succeeds. */
  async function mcp(does: Record<string, unknown>): Promise<Answer> {
    const params = { name: 'items', arguments: { collection: 'agents', ...does } };
    const { body, ...answer } = await admin.ask('POST', '/mcp', {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params,
    });
    const { isError, content } = (body as { result?: { isError?: boolean; content: unknown } }).result ?? {};
    return { ...answer, body: isError === true ? { errors: content } : body };
  }
  let round = 0;
  const next = () => (round += 1);
  /** An agent of the task that is still there. */
  const doomed = async (): Promise<number> =>
    Number((await stack.db.sql('select max(id)::int as id from agents where task = 1 and id <= 30'))[0]?.['id']);

  const DOORS: Door[] = [
    {
      door: 'a revision that is put back',
      act: async (a) => a.ask('POST', `/utils/revert/${await firstRevision(2)}`),
      recorded: [UPDATE],
    },
    {
      door: 'an import of an item that is there',
      act: () => importFile([{ id: 3, title: `i${next()}` }]),
      recorded: [UPDATE],
    },
    {
      door: 'an import of several collections',
      act: (a) =>
        a.ask('POST', '/utils/import?mode=merge', [
          { collection: 'agents', items: [{ id: 4, code: 'A4', title: `i${next()}` }] },
          { collection: 'tasks', items: [{ id: 1, code: 'T' }] },
        ]),
      recorded: [UPDATE],
      only: 12,
    },
    {
      door: 'one to many: created',
      act: (a) =>
        a.ask('PATCH', '/items/tasks/1', { agents: { create: [{ code: `O${next()}` }], update: [], delete: [] } }),
      recorded: [CREATE],
    },
    {
      door: 'one to many: changed',
      act: (a) =>
        a.ask('PATCH', '/items/tasks/1', {
          agents: { create: [], update: [{ id: 5, title: `o${next()}` }], delete: [] },
        }),
      recorded: [UPDATE],
    },
    {
      door: 'one to many: deselected, and so deleted',
      act: async (a) =>
        a.ask('PATCH', '/items/tasks/1', { agents: { create: [], update: [], delete: [await doomed()] } }),
      recorded: [DELETE],
    },
    {
      door: 'many to one: created',
      act: (a) => a.ask('PATCH', '/items/modules/1', { agent: { code: `M${next()}` } }),
      recorded: [CREATE],
    },
    {
      door: 'many to one: changed',
      act: (a) => a.ask('PATCH', '/items/modules/1', { agent: { id: 6, title: `m${next()}` } }),
      recorded: [UPDATE],
    },
    {
      door: 'many to any: created',
      act: (a) => a.ask('PATCH', '/items/modules/1', { thing_type: 'agents', thing: { code: `Y${next()}` } }),
      recorded: [CREATE],
    },
    {
      door: 'many to any: changed',
      act: (a) => a.ask('PATCH', '/items/modules/1', { thing_type: 'agents', thing: { id: 7, title: `y${next()}` } }),
      recorded: [UPDATE],
    },
    {
      door: 'with an item of another collection that is created',
      act: (a) => a.ask('POST', '/items/tasks', { code: `T${next()}`, agents: [{ code: `N${next()}` }] }),
      recorded: [CREATE],
    },
    {
      door: 'a flow that updates',
      act: (a) => a.ask('POST', `/flows/trigger/${flows['item-update']}`, { id: 8 }),
      recorded: [UPDATE],
    },
    {
      door: 'a flow that deletes',
      act: async (a) => a.ask('POST', `/flows/trigger/${flows['item-delete']}`, { id: await doomed() }),
      recorded: [DELETE],
    },
    {
      door: 'GraphQL, one',
      act: () => graphql(`mutation { update_agents_item(id: 9, data: { title: "g${next()}" }) { id } }`),
      recorded: [UPDATE],
    },
    {
      door: 'GraphQL, a delete',
      act: async () => graphql(`mutation { delete_agents_item(id: ${await doomed()}) { id } }`),
      recorded: [DELETE],
    },
    {
      door: 'GraphQL, nested',
      act: () =>
        graphql(
          `mutation { create_tasks_item(data: { code: "G${next()}", agents: [{ code: "H${next()}" }] }) { id } }`,
        ),
      recorded: [CREATE],
    },
    { door: 'MCP, a create', act: () => mcp({ action: 'create', data: [{ code: `P${next()}` }] }), recorded: [CREATE] },
    {
      door: 'MCP, an update',
      act: () => mcp({ action: 'update', keys: [10], data: { title: `p${next()}` } }),
      recorded: [UPDATE],
    },
    { door: 'MCP, a delete', act: async () => mcp({ action: 'delete', keys: [await doomed()] }), recorded: [DELETE] },
  ];
  const doors = DOORS.filter(({ only }) => only === undefined || only === inject('directus'));

  /** Writes of agents that were recorded since this was asked last. */
  let last = 0;
  async function recorded(): Promise<string[]> {
    const rows = await stack.db.sql(
      `select id::int, case user_id when $2 then 'admin' else attribution end || ' ' || operation || ' ' || collection as line
       from one_roof.v_governed_write where id > $1 and collection = 'agents' order by id`,
      [last, adminId],
    );
    last = Number(rows.at(-1)?.['id'] ?? last);
    return [...new Set(rows.map(({ line }) => String(line)))];
  }

  return {
    get stack() {
      return stack;
    },
    get admin() {
      return admin;
    },
    get adminId() {
      return adminId;
    },
    /** The last write that was asked for. */
    get last() {
      return last;
    },
    doors,
    recorded,
  };
}
