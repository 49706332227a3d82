import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { SeparatedDatabase } from '../../harness/postgres/separated-database.ts';
import { CARRY_OUT, insertRelease, withoutReleaseGuard } from '../../harness/releases/applied-release.ts';
import { rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

// What the database refuses of the relations that a release names, whatever program or person drafted it.

const NOTE = { name: 'note', kind: 'table', asserts: true };
const CREATED = 'create table one_roof.note (id int primary key)';
const ADOPTED = `select adopt_relations('REL-1', 5, '${JSON.stringify([NOTE])}')`;
const APPLIED = `update governance_release set status = 'applied', applied_at = now() where release_code = 'REL-1'`;

let db: TestDatabase;
beforeAll(async () => {
  db = await (await TestDatabase.create(inject('postgres15'), 'one_roof_reference')).declare('clone');
  await insertRelease(db, 'REL-1', 'ratified');
  const plan = { to: {}, installed: [], tiers: [{ tier: 5, relations: [NOTE] }] };
  await withoutReleaseGuard(db, `update one_roof.governance_release set plan = '${JSON.stringify(plan)}'`);
});
afterAll(() => db.drop());

/** Runs statements in one transaction that carries the release out, and undoes it. */
const during = (...statements: string[]) =>
  withClient(db.url, async (client) => {
    await client.query(`begin; set local search_path = one_roof; set local one_roof.reason = 'a test'`);
    await client.query(CARRY_OUT, ['REL-1']);
    for (const statement of statements) await client.query(statement);
    await client.query('rollback');
  });

it.each<[string, unknown]>([
  ['has no name', { ...NOTE, name: null }],
  ['is quoted', { ...NOTE, name: 'a"b' }],
  ['is quoted otherwise', { ...NOTE, name: `a'; drop table x; --` }],
  ['is in another schema', { ...NOTE, name: 'public.note' }],
  ['is Directus’s', { ...NOTE, name: 'directus_users' }],
  ['is PostgreSQL’s', { ...NOTE, name: 'pg_class' }],
  ['is a table of ours', { ...NOTE, name: 'governance_policy' }],
  ['is a view of ours', { ...NOTE, name: 'v_object_owner_gap', kind: 'view', asserts: false }],
  ['is the table of the migrator', { ...NOTE, name: 'schema_migration' }],
  ['is installed already', { ...NOTE, name: 'earlier' }],
  ['is a function', { ...NOTE, kind: 'function' }],
  ['is a view that asserts', { ...NOTE, kind: 'view' }],
  ['does not say whether it asserts', { name: 'note', kind: 'table' }],
])('a release is not drafted that installs what %s', async (_title, relation) => {
  const draft = (relations: readonly unknown[]) =>
    db.sql(
      `insert into one_roof.governance_release (release_code, packet_tree_sha256, plan, created_by)
       values ('REL-2', repeat('0', 64), $1, 'test')`,
      [JSON.stringify({ installed: ['earlier'], tiers: [{ tier: 5, relations }] })],
    );
  const rejection = await rejectionOf(draft([relation]));
  expect(rejection).toMatchObject({ code: 'OR073', message: expect.stringContaining('cannot install') as string });
  expect(await rejectionOf(draft([NOTE, NOTE]))).toMatchObject({ code: 'OR073' });
});

it('relations are adopted in the tier that names them only', async () => {
  expect(await rejectionOf(db.sql(`set search_path = one_roof; ${ADOPTED}`))).toMatchObject({ code: 'OR070' });
  await during(CREATED, ADOPTED, `insert into note values (1)`, APPLIED);
  for (const [tier, relations] of [
    [6, [NOTE]],
    [5, []],
    [5, [{ ...NOTE, name: 'other' }]],
    [5, [NOTE, { ...NOTE, name: 'other' }]],
  ] as const) {
    const adopt = `select adopt_relations('REL-1', ${tier}, '${JSON.stringify(relations)}')`;
    expect(await rejectionOf(during(CREATED, adopt)), adopt).toMatchObject({ code: 'OR079' });
  }
});

it('what is adopted is what was named, empty, with a key', async () => {
  for (const created of [
    'select 1',
    'create view one_roof.note as select 1 as one',
    'create table one_roof.note (id int)',
    'create temporary table note (id int primary key)',
    'create unlogged table one_roof.note (id int primary key)',
  ])
    expect(await rejectionOf(during(created, ADOPTED)), created).toMatchObject({ code: 'OR079' });
  for (const kind of ['view', 'table'])
    expect(
      await rejectionOf(
        during(
          `create ${kind === 'view' ? 'table one_roof.note ()' : 'view one_roof.note as select 1 as one'}`,
          `select adopt_relation('note', '${kind}', false)`,
        ),
      ),
    ).toMatchObject({ code: 'OR079' });
  expect(await rejectionOf(during(CREATED, 'insert into note values (1)', ADOPTED))).toMatchObject({ code: 'OR021' });
});

it('a release is not applied unless exactly what it names is there, and recorded', async () => {
  const refused = async (...statements: string[]) =>
    expect(await rejectionOf(during(...statements, APPLIED)), statements.join()).toMatchObject({ code: 'OR073' });
  await refused();
  await refused(CREATED);
  await refused(CREATED, ADOPTED, 'create table one_roof.stranger ()');
  await refused(CREATED, ADOPTED, 'create view one_roof.stranger as select 1 as one');
  await refused(CREATED, ADOPTED, 'alter table note disable trigger trg_ledger_update');
});

it('a release is not rolled back while what it installed is there', async () => {
  const begun = [CREATED, ADOPTED, 'insert into note values (1)', APPLIED, `select begin_rollback('REL-1')`];
  const ended = `update governance_release set status = 'rolled_back', rolled_back_at = now() where release_code = 'REL-1'`;
  expect(await rejectionOf(during(...begun, ended))).toMatchObject({ code: 'OR073' });
  await during(...begun, `select remove_relations('REL-1', 5)`, ended);
  expect(await rejectionOf(during(CREATED, ADOPTED, `select remove_relations('REL-1', 5)`))).toMatchObject({
    code: 'OR070',
  });
  // What somebody built on it is not dropped with it.
  const built = 'create view public.built as select * from one_roof.note';
  expect(await rejectionOf(during(...begun, built, `select remove_relations('REL-1', 5)`))).toMatchObject({
    code: '2BP01',
  });
});

it('in mode separated it belongs to the owner whoever creates it, and Directus’s role only reads it', async () => {
  const separated = await SeparatedDatabase.create(inject('postgres15'), `named_relations_${process.pid}`);
  try {
    await separated.migrate();
    const adopt = `${CREATED}; grant all on one_roof.note to public; select one_roof.adopt_relation('note', 'table', true)`;
    await separated.db.sqlAsSuperuser(adopt);
    expect(
      await separated.db.sqlAsSuperuser(
        `select relowner::regrole::text as owner from pg_class where oid = 'one_roof.note'::regclass`,
      ),
    ).toEqual([{ owner: 'one_roof_owner' }]);
    const asDirectus = (statement: string) => withClient(separated.directusUrl, (client) => client.query(statement));
    expect((await asDirectus('select * from one_roof.note')).rows).toEqual([]);
    for (const statement of [
      'insert into one_roof.note values (1)',
      'alter table one_roof.note disable trigger trg_ledger_insert',
      'drop table one_roof.note',
      `select one_roof.adopt_relation('note', 'table', false)`,
      `select one_roof.remove_relations('REL-1', 5)`,
    ])
      expect(await rejectionOf(asDirectus(statement)), statement).toMatchObject({ code: '42501' });
  } finally {
    await separated.drop();
  }
});
