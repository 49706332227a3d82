import type { Answer, DirectusClient } from '../../../hosts/directus-client.ts';

/** A way to change Directus's Data Model, and what is recorded of it: who, operation, what of the schema, of which collection. */
export interface ModelWay {
  /** As Directus's OpenAPI document has it; of GraphQL, and of what that document leaves out, as it is called. */
  route: string;
  how: string;
  act: (admin: DirectusClient, names: Names) => Promise<Answer>;
  recorded: (names: Names) => string[];
}

/** Columns of `agents`, as prepareDataModel() makes them: each is used up by one way. */
export type Names = Record<
  | 'plain'
  | 'tracked'
  | 'indexed'
  | 'bulk'
  | 'gone'
  | 'dropped'
  | 'related'
  | 'loose'
  | 'loosened'
  | 'linked'
  | 'unlinked'
  | 'suffix'
  | 'translated'
  | 'doomed',
  string
>;

export function namesOf(suffix: string): Names {
  const name = (kind: string) => `${kind}_${suffix}`;
  return {
    plain: name('plain'),
    tracked: name('tracked'),
    indexed: name('indexed'),
    bulk: name('bulk'),
    gone: name('gone'),
    dropped: name('dropped'),
    related: name('related'),
    loose: name('loose'),
    loosened: name('loosened'),
    linked: name('linked'),
    unlinked: name('unlinked'),
    suffix,
    // A collection of its own for what can be done but once, or takes the collection away.
    translated: suffix === 'enforced' ? 'tasks' : 'agents',
    doomed: suffix === 'enforced' ? 'agents' : 'modules',
  };
}

/** SQL that makes those columns: `tracked`, `dropped`, `linked` and `unlinked` have rows of Directus, the others none. */
export function prepareDataModel(names: Names): string {
  const { plain, tracked, indexed, bulk, gone, dropped, related, loose, loosened, linked, unlinked } = names;
  const relation = (field: string) =>
    `insert into directus_relations (many_collection, many_field, one_collection) values ('agents', '${field}', 'tasks');`;
  return `
    alter table agents
      ${[plain, tracked, indexed, bulk, gone, dropped].map((column) => `add column ${column} varchar(255)`).join(', ')},
      add column ${related} int,
      ${[loose, loosened, linked, unlinked].map((column) => `add column ${column} int references tasks (id)`).join(', ')};
    insert into directus_fields (collection, field) values ('agents', '${tracked}'), ('agents', '${dropped}');
    ${relation(linked)} ${relation(unlinked)}`;
}

const graphql = (admin: DirectusClient, mutation: string) =>
  admin.ask('POST', '/graphql/system', { query: `mutation { ${mutation} }` });

/** The snapshot of now, with a field more, as what applying it would change. */
async function diffWith(admin: DirectusClient, field: string): Promise<unknown> {
  const { data: snapshot } = (await admin.must('GET', '/schema/snapshot')) as {
    data: { fields: Record<string, unknown>[] };
  };
  const like = snapshot.fields.find((one) => one['collection'] === 'agents' && one['field'] === 'title') ?? {};
  const renamed = JSON.parse(JSON.stringify(like).replaceAll('"title"', JSON.stringify(field))) as Record<
    string,
    unknown
  >;
  const { data } = (await admin.must('POST', '/schema/diff?force=true', {
    ...snapshot,
    fields: [...snapshot.fields, renamed],
  })) as {
    data: unknown;
  };
  return data;
}

const onlyKey = [{ field: 'id', type: 'integer', schema: { is_primary_key: true, has_auto_increment: true } }];

/** Every way. A route of Directus's OpenAPI document that is not in it makes the test red. */
export const MODEL_WAYS: readonly ModelWay[] = [
  {
    route: 'POST /collections',
    how: 'without meta, outside any group',
    act: (a, n) => a.ask('POST', '/collections', { collection: `new_${n.suffix}`, schema: {} }),
    recorded: (n) => [`admin create collection new_${n.suffix} group_needed`],
  },
  {
    route: 'POST /collections',
    how: 'without any meta, in bulk',
    act: (a, n) => a.ask('POST', '/collections', [{ collection: `bare_${n.suffix}`, schema: {}, fields: onlyKey }]),
    recorded: (n) => [`admin create collection bare_${n.suffix} group_needed`],
  },
  {
    route: 'PATCH /collections/{id}',
    how: 'its meta',
    act: (a, n) => a.ask('PATCH', '/collections/agents', { meta: { note: n.suffix } }),
    recorded: () => ['admin update collection agents'],
  },
  {
    route: 'PATCH /collections',
    how: 'in bulk',
    act: (a, n) => a.ask('PATCH', '/collections', [{ collection: 'agents', meta: { note: `${n.suffix} again` } }]),
    recorded: () => ['admin update collection agents'],
  },
  {
    route: 'POST /fields/{collection}',
    how: 'with meta',
    act: (a, n) =>
      a.ask('POST', '/fields/agents', { field: `field_${n.suffix}`, type: 'string', meta: {}, schema: {} }),
    recorded: (n) => [`admin create field field_${n.suffix} agents`],
  },
  {
    route: 'POST /fields/{collection}',
    how: 'without meta',
    act: (a, n) => a.ask('POST', '/fields/agents', { field: `column_${n.suffix}`, type: 'string', schema: {} }),
    recorded: (n) => [`admin create column column_${n.suffix} agents`],
  },
  {
    route: 'PATCH /fields/{collection}/{id}',
    how: 'its meta alone',
    act: (a, n) => a.ask('PATCH', `/fields/agents/${n.tracked}`, { meta: { note: 'x' } }),
    recorded: (n) => [`admin update field ${n.tracked} agents`],
  },
  {
    route: 'PATCH /fields/{collection}/{id}',
    how: 'its schema alone',
    act: (a, n) => a.ask('PATCH', `/fields/agents/${n.tracked}`, { schema: { max_length: 300 } }),
    recorded: (n) => [`admin update column ${n.tracked} agents`],
  },
  {
    route: 'PATCH /fields/{collection}/{id}',
    how: 'the schema of an untracked one',
    act: (a, n) => a.ask('PATCH', `/fields/agents/${n.plain}`, { schema: { default_value: 'x' } }),
    recorded: (n) => [`admin update column ${n.plain} agents`],
  },
  {
    route: 'PATCH /fields/{collection}/{id}',
    how: 'an index, made concurrently',
    act: (a, n) =>
      a.ask('PATCH', `/fields/agents/${n.indexed}?concurrentIndexCreation`, { schema: { is_indexed: true } }),
    recorded: (n) => [`admin update column ${n.indexed} agents`],
  },
  {
    route: 'PATCH /fields/{collection}',
    how: 'the schema in bulk',
    act: (a, n) => a.ask('PATCH', '/fields/agents', [{ field: n.bulk, schema: { default_value: 'x' } }]),
    recorded: (n) => [`admin update column ${n.bulk} agents`],
  },
  {
    route: 'DELETE /fields/{collection}/{id}',
    how: 'a tracked one',
    act: (a, n) => a.ask('DELETE', `/fields/agents/${n.dropped}`),
    recorded: (n) => [`admin delete field ${n.dropped} agents`],
  },
  {
    route: 'DELETE /fields/{collection}/{id}',
    how: 'an untracked one',
    act: (a, n) => a.ask('DELETE', `/fields/agents/${n.gone}`),
    recorded: (n) => [`admin delete column ${n.gone} agents`],
  },
  {
    route: 'POST /relations',
    how: 'without meta',
    act: (a, n) =>
      a.ask('POST', '/relations', { collection: 'agents', field: n.related, related_collection: 'tasks', schema: {} }),
    recorded: (n) => [`admin create relation ${n.related} agents`],
  },
  {
    // Directus 11 ends without `collection` and `related_collection` in the body.
    route: 'PATCH /relations/{id}',
    how: 'a tracked one',
    act: (a, n) =>
      a.ask('PATCH', `/relations/agents/${n.linked}`, {
        collection: 'agents',
        field: n.linked,
        related_collection: 'tasks',
        meta: { sort_field: 'sort' },
        schema: { on_delete: 'SET NULL' },
      }),
    recorded: (n) => [`admin update relation ${n.linked} agents`],
  },
  {
    route: 'PATCH /relations/{id}',
    how: 'an untracked one, its schema alone',
    act: (a, n) =>
      a.ask('PATCH', `/relations/agents/${n.loosened}`, {
        collection: 'agents',
        field: n.loosened,
        related_collection: 'tasks',
        schema: { on_delete: 'SET NULL' },
      }),
    recorded: (n) => [`admin update column ${n.loosened} agents`],
  },
  {
    route: 'DELETE /relations/{id}',
    how: 'a tracked one',
    act: (a, n) => a.ask('DELETE', `/relations/agents/${n.unlinked}`),
    recorded: (n) => [`admin delete relation ${n.unlinked} agents`],
  },
  {
    route: 'DELETE /relations/{id}',
    how: 'an untracked one',
    act: (a, n) => a.ask('DELETE', `/relations/agents/${n.loose}`),
    recorded: (n) => [`admin delete column ${n.loose} agents`],
  },
  {
    route: 'POST /schema/apply',
    how: 'a field more',
    act: async (a, n) => a.ask('POST', '/schema/apply', await diffWith(a, `applied_${n.suffix}`)),
    recorded: (n) => [`admin create field applied_${n.suffix} agents`],
  },
  {
    route: 'GraphQL create_fields_item',
    how: 'without meta',
    act: (a, n) =>
      graphql(
        a,
        `create_fields_item(collection: "agents", data: { field: "graph_${n.suffix}", type: "string", schema: {} }) { field }`,
      ),
    recorded: (n) => [`admin create column graph_${n.suffix} agents`],
  },
  {
    // Not in the document: it makes the collections and fields that translations are kept in.
    route: 'POST /utils/translations/generate',
    how: 'of a collection',
    act: (a, n) =>
      a.ask('POST', '/utils/translations/generate', {
        collection: n.translated,
        fields: ['title'],
        translationsCollection: `words_${n.suffix}`,
        languagesCollection: `tongues_${n.suffix}`,
      }),
    recorded: (n) => [
      'admin create field translations agents',
      'admin create relation agents_id agents',
      `admin create collection words_${n.suffix} group_needed`,
      `admin create collection tongues_${n.suffix} group_needed`,
    ],
  },
  {
    route: 'DELETE /collections/{id}',
    how: 'with all that is in it',
    act: (a, n) => a.ask('DELETE', `/collections/${n.doomed}`),
    recorded: (n) => [
      `admin delete collection ${n.doomed}`,
      ...['code', 'id', 'ownership', 'title'].map((field) => `admin delete field ${field} ${n.doomed}`),
    ],
  },
];

/** Writing routes below the same roots that leave the Data Model as it is. */
export const NOT_OF_THE_MODEL = [
  'POST /schema/diff',
  'POST /utils/cache/clear',
  'POST /utils/export/{collection}',
  'POST /utils/hash/generate',
  'POST /utils/hash/verify',
  'POST /utils/import',
  'POST /utils/import/{collection}',
  'POST /utils/sort/{collection}',
];

/** Roots of Directus's writing routes that write rows of its own tables or items, and no schema. */
export const OTHER_ROOTS = [
  'auth', 'comments', 'extensions', 'files', 'flows', 'folders', 'items', 'operations', 'permissions', 'presets', 'roles', 'settings', 'users', 'versions',
]; // prettier-ignore
