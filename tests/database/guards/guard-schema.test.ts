import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePermit } from '../../../src/governance/guard/permits.ts';
import { guardStatus } from '../../../src/governance/guard/guard-status.ts';
import { BY, disown, guards, lock, owned, permit, WRITES, writer } from '../../harness/guards.ts';
import { describeOnEachPostgres, rejectionOf } from '../../harness/servers.ts';
import { TestDatabase } from '../../harness/test-database.ts';

const fieldOf = (collection: string) =>
  `insert into directus_fields (collection, field) values ('${collection}', 'extra')`;
const collectionIn = (folder: string | null, name = 'fresh') =>
  `create table ${name} (id int primary key); insert into directus_collections (collection, "group") values ('${name}', ${folder === null ? 'null' : `'${folder}'`})`;

/** Every way in which the schema of agents, which is locked, is changed. */
const CHANGES: [string, string][] = [
  ['a field is added', fieldOf('agents')],
  ['a field is changed', `update directus_fields set note = 'x' where collection = 'agents' and field = 'title'`],
  [
    'a field moves to another collection',
    `update directus_fields set collection = 'tasks' where collection = 'agents' and field = 'title'`,
  ],
  [
    'a field moves in',
    `update directus_fields set collection = 'agents', field = 'extra' where collection = 'tasks' and field = 'title'`,
  ],
  ['a field is removed', `delete from directus_fields where collection = 'agents'`],
  [
    'a relation is added',
    `insert into directus_relations (many_collection, many_field, one_collection) values ('agents', 'task', 'tasks')`,
  ],
  [
    'a relation of another collection is shown in it',
    `insert into directus_relations (many_collection, many_field, one_collection, one_field) values ('tasks', 'agent', 'agents', 'tasks')`,
  ],
  ['it is changed', `update directus_collections set singleton = true where collection = 'agents'`],
  ['it is moved', `update directus_collections set "group" = 'business' where collection = 'agents'`],
  ['it is no longer tracked', `delete from directus_collections where collection = 'agents'`],
  ['everything is emptied', `truncate directus_fields`],
];

describeOnEachPostgres('the guard of schemas', (server) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await TestDatabase.create(server, 'one_roof_reference');
    await owned(db);
    await lock(db, 'agents');
    await guards(db, 'enforce');
  });
  afterAll(() => db.drop());

  describe('a locked collection', () => {
    it.each(CHANGES)('does not change outside a change window: %s', async (_what, change) => {
      expect(await rejectionOf(db.tried(change))).toMatchObject({
        code: 'OR040',
        hint: expect.stringMatching(/one-roof (window|override) open/) as string,
      });
      expect(
        await rejectionOf(db.triedAsSuperuser('set local session_replication_role = replica', change)),
      ).toMatchObject({
        code: 'OR040',
      });
    });

    it('changes in a window for it, which is recorded; not in one for another, nor after it was closed', async () => {
      await permit(db, 'window', ['workflows']);
      expect(await rejectionOf(db.tried(fieldOf('agents')))).toMatchObject({ code: 'OR040' });

      const id = await permit(db, 'window', ['agents']);
      expect(await db.tried(fieldOf('agents'), WRITES)).toEqual([
        { write: `agents field extra create window_needed window:${id}` },
      ]);
      await writer(db)((session) => closePermit(session, 'window', id, BY));
      expect(await rejectionOf(db.tried(fieldOf('agents')))).toMatchObject({ code: 'OR040' });
    });

    it.each([
      `update one_roof.governance_change_window set expires_at = expires_at + interval '1 day'`,
      `update one_roof.governance_change_window set collections = null`,
      `update one_roof.governance_change_window set closed_at = null, closed_by = null where closed_at is not null`,
      `delete from one_roof.governance_change_window`,
      `truncate one_roof.governance_change_window`,
    ])('a window stays as it was opened: %s', async (statement) => {
      expect(await rejectionOf(db.tried(statement))).toMatchObject({ code: 'OR003' });
    });

    it('a window is not open for more than a week, an override for more than a day, whatever they say of their beginning', async () => {
      for (const [table, days] of [
        ['governance_change_window', 8],
        ['governance_override', 2],
      ] as const) {
        const insert = `
          insert into one_roof.${table} (reason, created_at, expires_at, created_by)
          values ('r', now() + interval '6 days', now() + interval '${days} days', 'me')`;
        expect(await rejectionOf(db.tried(insert))).toMatchObject({ code: '23514' });
      }
    });

    it('what changes nothing is no change, and a relation that is not shown in it is not its own', async () => {
      await db.tried(
        `update directus_fields set note = note where collection = 'agents'`,
        `insert into directus_relations (many_collection, many_field, one_collection) values ('tasks', 'agent', 'agents')`,
      );
    });
  });

  describe('a governed collection', () => {
    it('changes while somebody is accountable for its policy, and not otherwise', async () => {
      expect(await db.tried(fieldOf('tasks'), WRITES)).toEqual([{ write: 'tasks field extra create' }]);
      await disown(db, 'policy');
      expect(await rejectionOf(db.tried(fieldOf('tasks')))).toMatchObject({
        code: 'OR041',
        message: 'The schema of tasks is governed, but nobody is accountable for its policy',
      });
      const waiver = `
        insert into one_roof.governance_owner_waiver (object_type, object_ref, scope, reason, approval_ref, expires_at, created_by)
        values ('collection', 'tasks', 'policy', 'decided', 'CLONE-TEST-NO-RATIFICATION', now() + interval '1 day', 'TEST_CLONE_W')`;
      await db.tried(waiver, fieldOf('tasks'));
    });
  });

  describe('a new collection', () => {
    it('belongs to a group, by its folder or by its name in the plan', async () => {
      expect(await rejectionOf(db.tried(collectionIn(null)))).toMatchObject({
        code: 'OR042',
        message: 'A new collection must belong to a group, and fresh has none',
      });
      await db.tried(collectionIn('ai'));
    });

    it('a folder is none', async () => {
      await db.tried(`insert into directus_collections (collection) values ('folder_only')`);
    });
  });

  it('in observe everything passes, and what would be refused is a finding', async () => {
    const observe = `update one_roof.governance_enforcement set mode = 'observe'`;
    const passing = CHANGES.map(([, change]) => change).filter((change) => !change.startsWith('truncate'));
    for (const change of passing) {
      const written = await db.tried(observe, change, WRITES);
      expect(
        written.map(({ write }) => String(write)).filter((write) => write.endsWith('window_needed')).length,
        change,
      ).toBeGreaterThan(0);
    }
    expect(await db.tried(observe, collectionIn(null), WRITES)).toEqual([
      { write: 'fresh collection create group_needed' },
    ]);
  });

  it('off says nothing and leaves no trace', async () => {
    const off = `update one_roof.governance_enforcement set mode = 'off'`;
    expect(await db.tried(off, fieldOf('agents'), collectionIn(null), WRITES)).toEqual([]);
  });

  it('what a table was changed to where no guard looks is found, and accepted by a window that is closed', async () => {
    const drift = async () => (await db.read(guardStatus)).drift;
    expect(await drift()).toEqual([]);
    await db.sql(`alter table agents add column smuggled text, alter column title set not null`);
    expect(await drift()).toEqual([
      {
        collection: 'agents',
        added: ['column smuggled text', 'column title character varying(255) not null'],
        removed: ['column title character varying(255)'],
        rewritten: [],
      },
    ]);
    const id = await permit(db, 'window', ['agents']);
    await writer(db)((session) => closePermit(session, 'window', id, BY));
    expect(await drift()).toEqual([]);
  });
});
