import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guards, lock, owned, permit, WRITES } from '../../harness/guards.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

/** Note of a watched service of Directus's Data Model, at the end of its transaction. */
const noted = (collection: string, column: string | null, operation: string) => `
  select one_roof.note_table_change('${collection}', ${column === null ? 'null' : `'${column}'`}, '${operation}', b.structure, b.last_write)
  from before b`;
const before = (collection: string) =>
  `create temp table before on commit drop as select structure, last_write from one_roof.data_model_before('${collection}')`;
const column = (collection: string) => [
  before(collection),
  `alter table ${collection} add column extra text`,
  noted(collection, 'extra', 'create'),
];
const table = [before('fresh'), 'create table fresh (id int primary key)', noted('fresh', null, 'create')];
const OBSERVE = `update one_roof.governance_enforcement set mode = 'observe'`;

describeOnEachPostgres('what the Data Model changes without a row of Directus', (server) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await owned(db);
    await lock(db, 'agents');
    await guards(db, 'enforce');
  });
  afterAll(() => db.drop());

  describe('in enforce', () => {
    it('a column of a locked collection is refused, and let pass by a change window', async () => {
      expect(await rejectionOf(db.tried(...column('agents')))).toMatchObject({ code: 'OR040' });
      expect(await db.tried(...column('tasks'), WRITES)).toEqual([{ write: 'tasks column extra create' }]);
      const id = await permit(db, 'window', ['agents']);
      expect(await db.tried(...column('agents'), WRITES)).toEqual([
        { write: `agents column extra create window_needed window:${id}` },
      ]);
    });

    it('a collection outside any group is refused, whether it is tracked or not', async () => {
      expect(await rejectionOf(db.tried(...table))).toMatchObject({ code: 'OR042' });
    });

    it('a collection whose row was judged is not judged again', async () => {
      const row = `insert into directus_collections (collection, "group") values ('fresh', 'ai')`;
      expect(await db.tried(table[0]!, table[1]!, row, table[2]!, WRITES)).toEqual([]);
    });
  });

  it('in observe it is recorded, with what would be refused, and a table that is dropped', async () => {
    expect(await db.tried(OBSERVE, ...table, WRITES)).toEqual([{ write: 'fresh collection create group_needed' }]);
    const dropped = [
      before('workflow_steps'),
      'drop table workflow_steps cascade',
      noted('workflow_steps', null, 'delete'),
    ];
    expect(await db.tried(OBSERVE, ...dropped, WRITES)).toEqual([{ write: 'workflow_steps collection delete' }]);
  });

  it('what changes nothing, or left a row that was seen, is recorded no further; nor is anything while the guards are off', async () => {
    expect(await db.tried(before('tasks'), noted('tasks', 'title', 'update'), WRITES)).toEqual([]);
    const seen = `insert into directus_fields (collection, field) values ('tasks', 'extra')`;
    expect(await db.tried(...column('tasks').toSpliced(2, 0, seen), WRITES)).toEqual([
      { write: 'tasks field extra create' },
    ]);
    expect(
      await db.tried(`update one_roof.governance_enforcement set mode = 'off'`, ...column('tasks'), WRITES),
    ).toEqual([]);
  });

  it('what is recorded is accepted; what a rule forbids is found until somebody accepts it', async () => {
    const drift = 'select collection, added from one_roof.v_structure_drift';
    expect(await db.tried(...column('tasks'), drift)).toEqual([]);
    await lock(db, 'modules');
    expect(await db.tried(OBSERVE, ...column('modules'), drift)).toEqual([
      { collection: 'modules', added: ['column extra text'] },
    ]);
  });
});
