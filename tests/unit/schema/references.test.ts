import { loadModule } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { backReferences } from '../../../script/check/sql-areas.ts';
import type { Catalogue, Routine } from '../../../script/schema/catalogue.ts';
import { AREAS, areaOf } from '../../../script/sql/areas.ts';
import { mentionsIn } from '../../../script/sql/body-references.ts';
import { definitionsIn } from '../../../script/sql/definitions.ts';
import { bodyReferences } from '../../../script/sql/references.ts';
import { Sources } from '../../../script/sql/sources.ts';

beforeAll(loadModule);

const HEAD = 'CREATE FUNCTION f()\n RETURNS void\n LANGUAGE plpgsql\nAS $function$';
const plpgsql = (body: string) => `${HEAD}${body}$function$`;

describe('mentionsIn', () => {
  it('finds relations, functions and types of a body in PL/pgSQL', () => {
    const { relations, functions, types } = mentionsIn(
      plpgsql(`
        declare
          code governance_code;
          asked approval_requests := first_asked(1);
          entry public.governance_seat%rowtype;
          n int := counted();
        begin
          with mine as (select 1) select count(*) into n from mine, v_request where kind = any (kinds());
          perform note('x'::governed_write_kind);
          update governance_seat set a = b from other_table;
        end`),
    );
    expect([...relations].sort()).toEqual(['governance_seat', 'other_table', 'v_request']);
    for (const name of ['first_asked', 'counted', 'kinds', 'note', 'count']) expect(functions).toContain(name);
    for (const name of ['governance_code', 'approval_requests', 'governance_seat', 'governed_write_kind'])
      expect(types).toContain(name);
  });

  it('finds what SQL that is put together names in its constants, and calls', () => {
    const { words, functions } = mentionsIn(
      plpgsql(`begin execute format('insert into governance_seat select from %s', key_expression(1)); end`),
    );
    expect(words).toContain('governance_seat');
    expect(functions).toContain('key_expression');
  });
});

const routine = (name: string, text: string): Routine => ({
  name,
  text,
  argumentCount: 0,
  arguments: '',
  result: 'void',
  comment: null,
  runsAsOwner: false,
  owner: null,
  callers: [],
});
const CATALOGUE: Catalogue = {
  tables: [],
  views: [{ name: 'v_seat', comment: null }],
  types: [],
  functions: [
    routine('low', plpgsql('begin perform high(), low() from v_seat, pg_class; end')),
    routine('high', plpgsql('begin null; end')),
  ],
};

describe('bodyReferences', () => {
  it('turns names of ours into references, and not one to itself', () => {
    expect(bodyReferences(CATALOGUE)).toEqual([
      { from: 'function low/0', to: 'view v_seat', via: 'body' },
      { from: 'function low/0', to: 'function high/0', via: 'body' },
    ]);
  });
});

describe('backReferences', () => {
  const sources = (low: string, high: string) =>
    new Sources([
      ...definitionsIn(low, plpgsql('').replace('f()', 'low()')),
      ...definitionsIn(high, plpgsql('').replace('f()', 'high()')),
    ]);

  it('names what refers to a higher area', () => {
    expect(
      backReferences(bodyReferences(CATALOGUE), sources('objects/01_foundation/low.sql', 'objects/12_gate/high.sql')),
    ).toEqual(['function low/0 (foundation) refers to function high/0 of the higher area gate, by its body']);
  });

  it('lets pass what refers to its own area or a lower one', () => {
    expect(
      backReferences(bodyReferences(CATALOGUE), sources('objects/12_gate/low.sql', 'objects/12_gate/high.sql')),
    ).toEqual([]);
    expect(
      backReferences(bodyReferences(CATALOGUE), sources('objects/12_gate/low.sql', 'objects/01_foundation/high.sql')),
    ).toEqual([]);
  });
});

describe('areaOf', () => {
  it('refuses a file that belongs to none', () => {
    for (const file of ['schema/0099_clones/010_new.sql', 'objects/99_clones/new.sql', 'install/roles.sql'])
      expect(() => areaOf(file)).toThrow(`${file} belongs to no area`);
  });

  it('takes the folder of a definition, and a rule for what has state', () => {
    expect(areaOf('objects/11_guards/items/new.sql')).toBe('guards');
    expect(areaOf('schema/0008_guards/010_new.sql')).toBe('guards');
    expect(areaOf('gateway/reads/new.sql')).toBe(AREAS[0]);
    expect(areaOf('gateway/attachments/new.sql')).toBe(AREAS.at(-1));
  });
});
