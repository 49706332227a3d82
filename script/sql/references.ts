import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { SCHEMA } from '../../src/database/sql-text.ts';
import type { Catalogue } from '../schema/catalogue.ts';
import { mentionsIn } from './body-references.ts';

/** One object of ours that refers to another. Both are a kind and a name, as definitions.ts has them: `function change_of/1`. */
export interface Reference {
  from: string;
  to: string;
  /** How: what the catalogue calls it, `body` for the text of a function, `dynamic` for SQL that is put together when it runs. */
  via: string;
}

/** All references between objects of the schema: those that PostgreSQL keeps, and those in the bodies of functions. */
export async function readReferences(
  client: pg.ClientBase,
  catalogue: Catalogue,
  schema: string = SCHEMA,
): Promise<Reference[]> {
  const text = readFileSync(fileURLToPath(new URL('dependencies.sql', import.meta.url)), 'utf8');
  const { rows } = await client.query<Reference>(text, [schema]);
  return [...rows, ...bodyReferences(catalogue)];
}

/** The references in the bodies of functions. A name that is not one of ours is none. */
export function bodyReferences({ tables, views, types, functions }: Catalogue): Reference[] {
  const relations = new Map<string, readonly string[]>([
    ...tables.map(({ name }) => [name, [`table ${name}`]] as const),
    ...views.map(({ name }) => [name, [`view ${name}`]] as const),
    ...types.map(({ name, isDomain }) => [name, [`${isDomain ? 'domain' : 'type'} ${name}`]] as const),
  ]);
  const keyOf = ({ name, argumentCount }: Catalogue['functions'][number]) => `function ${name}/${argumentCount}`;
  // Which one of several that share a name is called, only its arguments tell: all of them count.
  const routines = new Map<string, string[]>();
  for (const one of functions) routines.set(one.name, [...(routines.get(one.name) ?? []), keyOf(one)]);

  return functions.flatMap((one) => {
    const from = keyOf(one);
    const mentions = mentionsIn(one.text);
    const to = (names: ReadonlySet<string>, known: ReadonlyMap<string, readonly string[]>) =>
      [...names].flatMap((name) => known.get(name) ?? []);
    return [
      ...new Set([
        ...to(mentions.relations, relations),
        ...to(mentions.types, relations),
        ...to(mentions.functions, routines),
      ]),
    ]
      .map((object) => ({ from, to: object, via: 'body' }))
      .concat(
        [...to(mentions.words, relations), ...to(mentions.words, routines)].map((object) => ({
          from,
          to: object,
          via: 'dynamic',
        })),
      )
      .filter((reference) => reference.to !== from);
  });
}
