import type { DirectusClient } from '../../../hosts/directus-client.ts';
import type { bypassStage } from './bypass-stage.ts';

/** A way to write items of `agents`, past the hooks or not, and to whom it is then attributed. */
interface Way {
  way: string;
  act: (admin: DirectusClient) => Promise<{ status: number; body: unknown }>;
  /** Each kind of write in a line: who, operation, collection. */
  recorded: string[];
  /** Status where writes are refused: 403 with our code; 500 where no HTTP is involved; 200 by a flow that tells of its failure. */
  refused: 200 | 403 | 500;
}

/** Every way that is known to write items of `agents`. */
export function waysAround(stage: ReturnType<typeof bypassStage>): Way[] {
  const { upload, doomed, fresh, graphql, sql, promoteVersion } = stage;
  return [
    {
      way: 'REST create',
      act: (a) => a.ask('POST', '/items/agents', fresh()),
      recorded: ['admin create agents'],
      refused: 403,
    },
    {
      way: 'REST update by key',
      act: (a) => a.ask('PATCH', '/items/agents/1', { title: 'x' }),
      recorded: ['admin update agents'],
      refused: 403,
    },
    {
      way: 'REST update with a key that is written otherwise',
      act: (a) => a.ask('PATCH', '/items/agents/01', { title: 'z' }),
      recorded: ['admin update agents'],
      refused: 403,
    },
    {
      way: 'REST update of many',
      act: (a) => a.ask('PATCH', '/items/agents', { keys: [1, 2], data: { title: 'y' } }),
      recorded: ['admin update agents'],
      refused: 403,
    },
    {
      way: 'REST update by query',
      act: (a) => a.ask('PATCH', '/items/agents', { query: { filter: { id: { _eq: 3 } } }, data: { title: 'y' } }),
      recorded: ['admin update agents'],
      refused: 403,
    },
    {
      way: 'REST batch',
      act: (a) =>
        a.ask('PATCH', '/items/agents', [
          { id: 1, title: 'b' },
          { id: 2, title: 'c' },
        ]),
      recorded: ['admin update agents'],
      refused: 403,
    },
    {
      way: 'REST delete',
      act: (a) => a.ask('DELETE', `/items/agents/${doomed()}`),
      recorded: ['admin delete agents'],
      refused: 403,
    },
    {
      way: 'GraphQL create',
      act: () => graphql(`mutation { create_agents_item(data: { code: "${fresh().code}" }) { id } }`),
      recorded: ['admin create agents'],
      refused: 403,
    },
    {
      way: 'GraphQL batch',
      act: () =>
        graphql(`
          mutation {
            update_agents_batch(data: [{ id: "4", title: "g" }, { id: "5", title: "h" }]) {
              id
            }
          }
        `),
      recorded: ['admin update agents'],
      refused: 403,
    },
    {
      way: 'import',
      act: () => upload('/utils/import/agents', 'agents.json', 'application/json', JSON.stringify([fresh()])),
      recorded: ['admin create agents'],
      refused: 403,
    },
    { way: 'promoting a version', act: promoteVersion, recorded: ['admin update agents'], refused: 403 },
    {
      way: 'a service with emitEvents: false',
      act: (a) => a.ask('POST', '/bypass/silent/agents', fresh()),
      recorded: ['admin create agents'],
      refused: 403,
    },
    {
      way: 'a delete with emitEvents: false',
      act: (a) => a.ask('POST', '/bypass/untracked-delete/agents', [doomed()]),
      recorded: ['admin delete agents'],
      refused: 403,
    },
    {
      way: 'a flow with the rights of who triggers it',
      act: (a) => a.ask('POST', `/flows/trigger/${stage.flows.trigger}`, fresh()),
      recorded: ['admin create agents'],
      refused: 200,
    },
    {
      way: 'a flow with full access',
      act: (a) => a.ask('POST', `/flows/trigger/${stage.flows.full}`, fresh()),
      recorded: ['no_user create agents'],
      refused: 200,
    },
    // From here on Directus writes no activity row, so nobody can be named.
    {
      way: 'a service without accountability',
      act: (a) => a.ask('POST', '/bypass/internal/agents', fresh()),
      recorded: ['unattributed create agents'],
      refused: 403,
    },
    {
      way: 'Knex',
      act: (a) => a.ask('POST', '/bypass/raw/agents', fresh()),
      recorded: ['unattributed create agents'],
      refused: 403,
    },
    {
      way: 'sorting',
      act: (a) => a.ask('POST', '/utils/sort/agents', { item: 6, to: 7 }),
      recorded: ['unattributed update agents'],
      refused: 403,
    },
    {
      way: 'a cascade',
      act: (a) => a.ask('DELETE', '/items/tasks/1'),
      recorded: ['admin delete tasks', 'unattributed delete agents'],
      refused: 403,
    },
    {
      way: 'psql',
      act: () => sql(`insert into agents (code) values ('${fresh().code}')`),
      recorded: ['unattributed create agents'],
      refused: 500,
    },
  ];
}
