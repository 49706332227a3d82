import { loadModule } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { definitionsIn } from '../../../script/sql/definitions.ts';

beforeAll(loadModule);

const defined = (text: string) =>
  definitionsIn('area/010_file.sql', text).map(({ kind, name, comment }) => [kind, name, comment]);

describe('definitionsIn', () => {
  it('finds what a file defines, with the comment above each statement', () => {
    expect(
      defined(`
        -- A seat, held by one person.
        -- It ends.
        create table seat (id int);
        create index ix_seat on seat (id);

        -- Refuses everything, även detta.
        create function refuse() returns trigger language plpgsql as $$ begin -- inside
          return null; end $$;
        create trigger trg_refuse before insert on one_roof.seat execute function refuse();
        -- A code.
        create domain code as text;
        create type answer as (a int);
        -- Seats that count.
        create or replace view v_seat as select 1 as a;`),
    ).toEqual([
      ['table', 'seat', 'A seat, held by one person. It ends.'],
      ['index', 'ix_seat', null],
      ['function', 'refuse/0', 'Refuses everything, även detta.'],
      ['trigger', 'seat.trg_refuse', null],
      ['domain', 'code', 'A code.'],
      ['type', 'answer', null],
      ['view', 'v_seat', 'Seats that count.'],
    ]);
  });

  it('tells functions of one name apart by the arguments that a caller gives', () => {
    const file = `
      -- One.
      create function change_of(a int) returns table (b int, c int) language sql as 'select 1, 2';
      -- Two.
      create function change_of(a int, b int default 1, out c int) language sql as 'select 1'`;
    expect(defined(file)).toEqual([
      ['function', 'change_of/1', 'One.'],
      ['function', 'change_of/2', 'Two.'],
    ]);
  });

  it('does not take the comment that ends a line for one on the next statement', () => {
    expect(defined('-- Head.\ncreate table a (x int); -- of a\ncreate table b (x int);')).toEqual([
      ['table', 'a', 'Head.'],
      ['table', 'b', null],
    ]);
  });

  it('finds the comments of columns and constraints, above them or behind them', () => {
    const [table] = definitionsIn(
      'f',
      `create table seat (
        -- Given once.
        -- Never changed.
        id int primary key,
        holder text, -- a person
        since date constraint chk_since check (since > '2000-01-01'),
        -- It ends after it began.
        constraint chk_order check (true)
      );`,
    );
    expect([...(table?.parts ?? [])]).toEqual([
      ['id', 'Given once. Never changed.'],
      ['holder', 'a person'],
      ['chk_order', 'It ends after it began.'],
    ]);
  });

  it('keeps the lists in a comment', () => {
    const file = `
      -- Refuses, or records:
      --   armed     in force, and in
      --             every session
      --   \`left\`  not asked for
      -- Nothing
      -- else.
      create table seat (id int);`;
    expect(defined(file)).toEqual([
      [
        'table',
        'seat',
        'Refuses, or records:\n- `armed`: in force, and in every session\n- `left`: not asked for\nNothing else.',
      ],
    ]);
  });

  it('leaves out statements that define nothing', () => {
    expect(defined(`-- Seeds.\ninsert into seat values (1); alter table seat add x int; select arm()`)).toEqual([]);
  });
});
