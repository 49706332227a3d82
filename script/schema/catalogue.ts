import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { quoteIdentifier, SCHEMA } from '../../src/database/sql-text.ts';

export interface Part {
  name: string;
  definition: string;
}

export interface Constraint extends Part {
  comment: string | null;
}

export interface Column {
  name: string;
  type: string;
  nullable: boolean;
  default: string | null;
  comment: string | null;
}

export interface Trigger {
  name: string;
  /** When, and for what: `before each row`. */
  fires: string;
  events: string[];
  condition: string | null;
  function: string;
  /** `always`, or in words where that is not so. */
  enabled: string;
}

export interface Table {
  name: string;
  comment: string | null;
  columns: Column[];
  constraints: Constraint[];
  indexes: Part[];
  /** Of other roles than the owner. */
  privileges: { role: string; granted: string[] }[];
  /** In firing order. */
  triggers: Trigger[];
}

export interface View {
  name: string;
  comment: string | null;
}

/** A domain or a composite type. */
export interface Type extends View {
  isDomain: boolean;
  definition: string;
}

export interface Routine extends View {
  argumentCount: number;
  arguments: string;
  result: string;
  /** The statement that creates it. */
  text: string;
  runsAsOwner: boolean;
  /** Its owner, where that is not the owner of the schema. */
  owner: string | null;
  /** Roles that may call it, beside its owner. */
  callers: string[];
}

/** Facts of PostgreSQL's catalogue about the schema. */
export interface Catalogue {
  tables: Table[];
  views: View[];
  types: Type[];
  functions: Routine[];
}

/** Reads the catalogue of a database. Everything is sorted by name, byte by byte. */
export async function readCatalogue(client: pg.ClientBase, schema: string = SCHEMA): Promise<Catalogue> {
  await client.query(`set search_path = ${quoteIdentifier(schema)}`);
  const read = async (name: string) => {
    const text = readFileSync(fileURLToPath(new URL(`${name}.sql`, import.meta.url)), 'utf8');
    return (await client.query<never>(text, [schema])).rows;
  };
  return {
    tables: await read('tables'),
    views: await read('views'),
    types: await read('types'),
    functions: await read('functions'),
  };
}
