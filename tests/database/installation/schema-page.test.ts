import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readCatalogue } from '../../../script/schema/catalogue.ts';
import { TestDatabase } from '../../harness/test-database.ts';
import { withClient } from '../../harness/with-client.ts';

describe('the catalogue of docs/schema.md', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await TestDatabase.create(inject('postgres18'), 'directus_bare');
  });
  afterAll(() => database.drop());

  it('lists triggers as PostgreSQL fires them', async () => {
    const kinds = ['before statement', 'before row', 'after row', 'after statement', 'constraint'];
    // Names in an order that is not that of firing, two of each kind.
    const triggers = kinds.flatMap((kind, index) =>
      ['a', 'b'].map((which) => {
        const [timing, level] = kind.split(' ');
        const name = `${which}${9 - index}`;
        return level === undefined
          ? `create constraint trigger ${name} after insert on t deferrable initially deferred for each row execute function note()`
          : `create trigger ${name} ${timing} insert on t for each ${level} execute function note()`;
      }),
    );
    const fired = await withClient(database.url, async (client) => {
      const names: string[] = [];
      client.on('notice', ({ message }) => names.push(message ?? ''));
      await client.query(`
        create schema firing;
        set search_path = firing;
        create table t (id int);
        create function note() returns trigger language plpgsql as $$ begin raise notice '%', tg_name; return new; end $$;
        ${triggers.join(';')}`);
      await client.query('insert into t values (1)');
      return names;
    });
    const catalogue = await withClient(database.url, (client) => readCatalogue(client, 'firing'));
    expect(fired).toHaveLength(10);
    expect(catalogue.tables[0]?.triggers.map(({ name }) => name)).toEqual(fired);
    expect([...new Set(catalogue.tables[0]?.triggers.map(({ fires }) => fires))]).toEqual([
      'before each statement',
      'before each row',
      'after each row',
      'after each statement',
      'at commit',
    ]);
  });

  it('says what a trigger waits for, and where it does not fire', async () => {
    const catalogue = await withClient(database.url, async (client) => {
      await client.query(`
        create schema waiting;
        set search_path = waiting;
        create table t (id int, "Note" text);
        create function note() returns trigger language plpgsql as 'begin return null; end';
        create trigger one before update of "Note" or delete on t for each row when (old.id > 1) execute function note('x', '2');
        create trigger two after truncate on t execute function note();
        alter table t enable always trigger two`);
      return readCatalogue(client, 'waiting');
    });
    expect(catalogue.tables[0]?.triggers).toEqual([
      {
        name: 'one',
        fires: 'before each row',
        events: ['update of Note', 'delete'],
        condition: 'old.id > 1',
        function: `note('x', '2')`,
        enabled: 'not in a replica',
      },
      {
        name: 'two',
        fires: 'after each statement',
        events: ['truncate'],
        condition: null,
        function: 'note()',
        enabled: 'always',
      },
    ]);
  });
});
