import { loadModule } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { writersIn } from '../../../script/schema/writers.ts';
import { writesOf } from '../../../script/sql/writes.ts';

beforeAll(loadModule);

const plpgsql = (body: string) =>
  `create function f() returns void language plpgsql as $$ declare r record; begin ${body} end $$`;

describe('writesOf', () => {
  it('finds every write of a body in PL/pgSQL, in branches and in WITH', () => {
    const { tables, isDynamic } = writesOf(
      plpgsql(`
        if true then insert into a values (1); end if;
        with gone as (delete from b returning 1) update one_roof.a set x = 1 from gone;
        for r in insert into c default values returning 1 loop null; end loop;
        execute 'delete from d';`),
    );
    expect(Object.fromEntries(tables)).toEqual({
      a: ['insert', 'update'],
      b: ['delete'],
      c: ['insert'],
      d: ['delete'],
    });
    expect(isDynamic).toBe(false);
  });

  it('finds the writes of a body in SQL', () => {
    const { tables } = writesOf(`create function f() returns void language sql as 'insert into a select from b'`);
    expect([...tables.keys()]).toEqual(['a']);
  });

  it('says so where SQL is put together when it runs', () => {
    expect(writesOf(plpgsql(`execute format('delete from %I', x);`))).toEqual({ tables: new Map(), isDynamic: true });
  });
});

describe('a text that cannot be read', () => {
  it('is an error, not a function that writes nothing', () => {
    expect(() => writesOf(plpgsql('insert into;'))).toThrow(/cannot be read/);
  });
});

describe('writersIn', () => {
  it('turns functions into the writers of tables', () => {
    const { byTable, dynamic } = writersIn([
      { name: 'one', text: plpgsql('insert into a values (1);') },
      { name: 'two', text: plpgsql('insert into a values (2); delete from a; execute x;') },
    ]);
    expect([...(byTable.get('a') ?? [])]).toEqual([
      ['insert', ['one', 'two']],
      ['delete', ['two']],
    ]);
    expect(dynamic).toEqual(['two']);
  });
});
