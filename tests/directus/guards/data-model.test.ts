import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { DirectusClient } from '../../../hosts/directus-client.ts';
import {
  MODEL_WAYS,
  namesOf,
  NOT_OF_THE_MODEL,
  OTHER_ROOTS,
  prepareDataModel,
} from '../../harness/directus/data-model-routes.ts';
import { DirectusStack } from '../../harness/directus/directus-stack.ts';
import { guards, lock, owned } from '../../harness/guards.ts';

/** Every way into Directus's Data Model: recorded with who went it, and refused where a rule forbids it. */
describe('the Data Model', () => {
  let stack: DirectusStack;
  let admin: DirectusClient;
  let adminId: string;
  const observed = namesOf('observed');
  const enforced = namesOf('enforced');

  beforeAll(async () => {
    // A busy machine is no answer here: Directus would turn requests away with 503.
    stack = await DirectusStack.prepare('one_roof_reference', { settings: { PRESSURE_LIMITER_ENABLED: 'false' } });
    await owned(stack.db);
    await stack.db.sql(prepareDataModel(observed));
    await stack.db.sql(prepareDataModel(enforced));
    await stack.directus.start();
    admin = await stack.admin();
    adminId = ((await admin.must('GET', '/users/me?fields=id')) as { data: { id: string } }).data.id;
    // Room for what is made, where a licence counts collections.
    if (inject('directus') === 12)
      for (const spare of ['workflow_steps', 'workflows']) await admin.must('DELETE', `/collections/${spare}`);
    await guards(stack.db, 'observe');
  });
  afterAll(() => stack.stop());

  /** Writes that were recorded since this was asked last: who did what, and what the rules had against it. A table's own lines are left out. */
  let last = 0;
  async function recorded(): Promise<string[]> {
    const rows = await stack.db.sql(
      `select id::int, concat_ws(' ', case user_id when $2 then 'admin' else attribution end, operation, subject, collection, finding) as line
       from one_roof.v_governed_write where id > $1 and relation like 'directus\\_%' order by id`,
      [last, adminId],
    );
    last = Number(rows.at(-1)?.['id'] ?? last);
    return rows.map(({ line }) => String(line));
  }

  it('has a row here for every writing route of the OpenAPI document of this Directus', async () => {
    const { paths } = (await admin.must('GET', '/server/specs/oas')) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const writing = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => !['get', 'head', 'options', 'parameters'].includes(method))
        .map((method) => ({ root: path.split('/')[1] ?? '', route: `${method.toUpperCase()} ${path}` })),
    );
    const known = new Set([...MODEL_WAYS.map(({ route }) => route), ...NOT_OF_THE_MODEL]);
    expect(writing.filter(({ root, route }) => !OTHER_ROOTS.includes(root) && !known.has(route))).toEqual([]);
    expect(writing.map(({ route }) => route)).toEqual(
      expect.arrayContaining(['POST /collections', 'POST /relations', 'POST /schema/apply']),
    );
  });

  describe('in observe', () => {
    it.each(MODEL_WAYS)('$route, $how: is recorded with its actor', async ({ act, recorded: expected }) => {
      await recorded();
      const { status, body } = await act(admin, observed);
      expect(status, JSON.stringify(body)).toBeLessThan(300);
      expect((body as { errors?: unknown } | null)?.errors).toBeUndefined();
      expect([...new Set(await recorded())].sort()).toEqual(expected(observed).toSorted());
    });

    it('what was recorded is accepted: nothing is left to be found', async () => {
      expect(await stack.db.sql('select collection, added, removed from one_roof.v_structure_drift')).toEqual([]);
    });
  });

  describe('in enforce, where agents and tasks are locked', () => {
    beforeAll(async () => {
      await stack.db.sqlAsSuperuser(`
        alter table one_roof.governed_write disable trigger all;
        delete from one_roof.governed_write;
        alter table one_roof.governed_write enable always trigger trg_governed_write_guard;
        alter table one_roof.governed_write enable always trigger trg_governed_write_once;
        alter table one_roof.governed_write enable always trigger trg_governed_write_no_truncate`);
      await lock(stack.db, 'agents', 'tasks');
      await guards(stack.db, 'enforce');
    });

    /** Everything that a schema is: the tables, what they are made of, and Directus's rows of them. */
    const catalogue = () =>
      stack.db.sql(`
        select c.relname::text as name, to_jsonb(one_roof.relation_structure(c.oid::regclass)) as is from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not like 'directus\\_%'
        union all select 'collections', jsonb_agg(m order by m.collection) from directus_collections m
        union all select 'fields', jsonb_agg(m order by m.id) from directus_fields m
        union all select 'relations', jsonb_agg(m order by m.id) from directus_relations m
        order by 1`);

    it.each(MODEL_WAYS)('$route, $how: is refused, and nothing has changed', async ({ route, act }) => {
      await recorded();
      const before = await catalogue();
      const { status, body } = await act(admin, enforced);
      expect(JSON.stringify(body)).toContain('"code":"ONE_ROOF_GUARD_REFUSED"');
      expect(status, JSON.stringify(body)).toBe(route.startsWith('GraphQL') ? 200 : 403);
      expect(await catalogue()).toEqual(before);
      expect(await recorded()).toEqual([]);
    });
  });
});
