import { afterAll, beforeAll } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import { installBypassExtension } from './bypass-extension.ts';
import { DirectusStack } from './directus-stack.ts';
import { guards, owned } from '../guards.ts';

/** In a group of tests: a Directus of owned collections, with an extension that goes past its hooks, in observe. */
export function bypassStage() {
  let stack: DirectusStack;
  let admin: DirectusClient;
  let adminId: string;
  let flows: Record<'trigger' | 'full', string>;
  let snapshot: Record<string, unknown>;
  beforeAll(async () => {
    stack = await DirectusStack.prepare('one_roof_reference');
    await owned(stack.db);
    installBypassExtension(stack.directus.environment);
    await stack.directus.start();
    admin = await stack.admin();
    adminId = ((await admin.must('GET', '/users/me?fields=id')) as { data: { id: string } }).data.id;
    await prepareAgents();
    flows = { trigger: await itemFlow('$trigger'), full: await itemFlow('$full') };
    snapshot = ((await admin.must('GET', '/schema/snapshot')) as { data: Record<string, unknown> }).data;
    await guards(stack.db, 'observe');
  });
  afterAll(() => stack.stop());

  /** Gives agents a sort field, versions, a file, and a parent whose items take theirs with them. */
  async function prepareAgents(): Promise<void> {
    await admin.must('POST', '/fields/agents', { field: 'sort', type: 'integer', meta: {}, schema: {} });
    await admin.must('PATCH', '/collections/agents', { meta: { sort_field: 'sort', versioning: true } });
    await admin.must('POST', '/fields/agents', { field: 'task', type: 'integer', meta: {}, schema: {} });
    const relation = {
      collection: 'agents',
      field: 'task',
      related_collection: 'tasks',
      schema: { on_delete: 'CASCADE' },
      meta: {},
    };
    await admin.must('POST', '/relations', relation);
    await admin.must('POST', '/items/tasks', { id: 1, code: 'T' });
    const agents = Array.from({ length: 30 }, (_, n) => ({
      id: n + 1,
      code: `A${n + 1}`,
      sort: n + 1,
      task: n === 29 ? 1 : null,
    }));
    await admin.must('POST', '/items/agents', agents);
  }

  /** A flow that creates an agent without emitting events, with the rights of whoever triggers it or with all rights. */
  async function itemFlow(permissions: '$trigger' | '$full'): Promise<string> {
    const flow = await admin.create('/flows', {
      name: permissions,
      status: 'active',
      trigger: 'webhook',
      accountability: null,
      options: { method: 'POST', return: '$last' },
    });
    const operation = await admin.create('/operations', {
      flow,
      key: 'create',
      name: 'create',
      type: 'item-create',
      position_x: 1,
      position_y: 1,
      options: { collection: 'agents', permissions, emitEvents: false, payload: { code: '{{ $trigger.body.code }}' } },
    });
    await admin.must('PATCH', `/flows/${flow}`, { operation });
    return flow;
  }

  async function upload(
    path: string,
    name: string,
    type: string,
    text: string,
  ): Promise<{ status: number; body: unknown }> {
    const form = new FormData();
    form.append('file', new Blob([text], { type }), name);
    const login = (await stack.anonymous.must('POST', '/auth/login', stack.directus.admin)) as {
      data: { access_token: string };
    };
    const headers = { authorization: `Bearer ${login.data.access_token}` };
    const response = await fetch(`${stack.directus.url}${path}`, { method: 'POST', headers, body: form });
    const answer = await response.text();
    return { status: response.status, body: answer === '' ? null : JSON.parse(answer) };
  }

  let code = 0;
  let last = 10;
  const doomed = () => (last += 1);
  const fresh = () => ({ code: `N${(code += 1)}` });
  const graphql = (query: string) => admin.ask('POST', '/graphql', { query });
  const sql = async (statement: string) => {
    try {
      await stack.db.sql(statement);
      return { status: 204, body: null };
    } catch (error) {
      return { status: 500, body: (error as Error).message };
    }
  };

  async function promoteVersion(client: DirectusClient): Promise<{ status: number; body: unknown }> {
    const key = `v${(code += 1)}`;
    const version = await client.create('/versions', { collection: 'agents', item: '8', key, name: key });
    await client.must('POST', `/versions/${version}/save`, { title: key });
    const { data } = (await client.must('GET', `/versions/${version}/compare`)) as { data: { mainHash: string } };
    return client.ask('POST', `/versions/${version}/promote`, { mainHash: data.mainHash });
  }

  /** The writes since the last time this was asked, oldest first. */
  let lastId = 0;
  async function recorded(): Promise<string[]> {
    const rows = await stack.db.sql(
      `select id::int, attribution, user_id, operation, collection from one_roof.v_governed_write where id > $1 order by id`,
      [lastId],
    );
    lastId = Number(rows.at(-1)?.['id'] ?? lastId);
    return rows.map(
      ({ attribution, user_id: user, operation, collection }) =>
        `${user === adminId ? 'admin' : String(attribution)} ${String(operation)} ${String(collection)}`,
    );
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
    get flows() {
      return flows;
    },
    get snapshot() {
      return snapshot;
    },
    upload,
    doomed,
    fresh,
    graphql,
    sql,
    promoteVersion,
    recorded,
  };
}
