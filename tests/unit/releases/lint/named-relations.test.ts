import { expect, it } from 'vitest';
import { lintPacket } from '../../../../src/governance/release/packet/lint/lint-packet.ts';
import type { TiersDocument } from '../../../../src/governance/release/packet/tiers-document.ts';
import { packet, SEED, seedWith } from './packet.ts';

const NOTE = { name: 'note', kind: 'table', asserts: true } as const;
const CREATED = 'create table one_roof.note (id int primary key);';
const ADOPTED = `select one_roof.adopt_relations('REL-1', 3, '[]');`;

/** Findings about relations of a seed that does this besides, and names these. */
async function found(statements: string, relations: readonly unknown[] = [NOTE]): Promise<string[]> {
  const named = ({ tiers }: TiersDocument) => Object.assign(tiers[1] ?? {}, { relations });
  const files = seedWith(statements);
  const findings = await lintPacket(packet(files, named));
  return findings.flatMap(({ rule, file, found: what }) =>
    rule === 'named_relations' || rule === 'tiers_document' ? [`${rule} ${file}: ${what}`] : [],
  );
}

it('finds nothing where a tier creates what it names, and has it adopted', async () => {
  expect(await found('', [])).toEqual([]);
  expect(await found(`${CREATED}${ADOPTED}`)).toEqual([]);
  expect(await found('create temporary table scratch (id int) on commit drop;', [])).toEqual([]);
  const view = { name: 'v_note', kind: 'view', asserts: false };
  expect(await found(`${CREATED}create view one_roof.v_note as select 1 as one;${ADOPTED}`, [NOTE, view])).toEqual([]);
});

it.each([
  ['names none', `${CREATED}${ADOPTED}`, [], 'one_roof.note'],
  ['creates none', ADOPTED, [NOTE], 'nothing that creates note'],
  ['creates another', `${CREATED}create table one_roof.other ();${ADOPTED}`, [NOTE], 'one_roof.other'],
  ['creates it by a query', `create table one_roof.note as select 1 as one;${ADOPTED}`, [], 'one_roof.note'],
  ['selects into it', `select 1 as one into one_roof.note;${ADOPTED}`, [], 'one_roof.note'],
  ['creates it in a block', `do $x$ begin create table one_roof.note (); end $x$;${ADOPTED}`, [], 'one_roof.note'],
  ['creates it elsewhere', `create table public.note ();${ADOPTED}`, [NOTE], 'public.note'],
  ['leaves it to the search path', `create table note ();${ADOPTED}`, [NOTE], 'no schema.note'],
  [
    'takes one that is there',
    `create table if not exists one_roof.note ();${ADOPTED}`,
    [NOTE],
    'one_roof.note, which may be there already',
  ],
  [
    'takes a view that is there',
    `create or replace view one_roof.note as select 1 as one;${ADOPTED}`,
    [{ ...NOTE, kind: 'view', asserts: false }],
    'one_roof.note, which may be there already',
  ],
  ['does not adopt it', CREATED, [NOTE], 'note, which is not adopted after it'],
  ['adopts it before it is there', `${ADOPTED}${CREATED}`, [NOTE], 'note, which is not adopted after it'],
])('refuses a tier that %s', async (_title, statements, relations, what) => {
  expect(await found(statements, relations)).toEqual([`named_relations ${SEED}: ${what}`]);
});

it.each([
  'Note',
  'a"b',
  "a'b",
  'note; drop table x',
  'public.note',
  '',
  'a'.repeat(64),
  'directus_users',
  'pg_class',
  'one_roof_note',
  'trg_x',
  'knex_migrations',
  'nöte',
])('refuses the name %s', async (name) => {
  expect(await found('', [{ ...NOTE, name }])).toEqual([expect.stringMatching(/^tiers_document tiers\.json: /)]);
});
