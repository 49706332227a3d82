import { createHash } from 'node:crypto';
import { z } from 'zod';
import { quoteIdentifier } from '../sql-text.ts';
import type { Session } from '../sessions/session.ts';
import structureSql from './structure.sql';
import tablesSql from './tables.sql';

/** Tables and schema that a fingerprint covers. */
export interface FingerprintScope {
  /** Names the scope; two fingerprints of different scopes are never compared. */
  name: string;
  schema: string;
  /** The columns of a table whose content counts, or null for "not this table's content". Structure always counts. */
  content(table: string, columns: readonly string[]): readonly string[] | null;
}

/** One thing that was hashed: an object of the schema, or the content of a table. */
export interface FingerprintPart {
  kind: string;
  object: string;
  digest: string;
  /** Content parts only. */
  rows?: number;
  /** Content parts only, and only on request: key of each row → digest of the row. */
  rowDigests?: Record<string, string>;
}

/** sha256 over the parts, with everything that is needed to compare it and to say where it differs. */
export interface Fingerprint {
  sha256: string;
  scope: string;
  /** sha256 of the statements and the scope that made it. Unequal formulas are not compared. */
  formula: string;
  postgresqlMajor: number;
  parts: FingerprintPart[];
}

const PINNED = `
  set local timezone = 'UTC'; set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
  set local bytea_output = 'hex'; set local extra_float_digits = 1; set local xmloption = 'content'; set local search_path = ''`;

/** The digest of each line of the structure. */
const STRUCTURE_DIGESTS = `
  select jsonb_agg(
      jsonb_build_object('kind', kind, 'object', object, 'digest', encode(sha256(convert_to(detail, 'UTF8')), 'hex'))
      order by kind collate "C", object collate "C"
    ) as parts
  from (
    select kind, concat(parent || case kind when 'privilege' then ' to ' else '.' end, object) as object, detail from (${structureSql}) line
  ) named`;

/** How contentSelect() hashes, in words: changing it changes every formula. */
const ROW_FORM = 'sha256 over the sorted sha256 of row(columns by name)::text';

const Table = z.object({ table: z.string(), columns: z.array(z.string()), key: z.array(z.string()) });
const Part = z.object({ kind: z.string(), object: z.string(), digest: z.string() });

/**
 * Fingerprints a schema: the structure (tables, columns, constraints, indexes, views, functions, triggers and whether
 * they are enabled, privileges) and the content of the tables in scope, row order not counting.
 *
 * Rows are hashed as the text PostgreSQL prints for them, under pinned settings: equal text is identity, where equal
 * values are not (1.1 = 1.10, 24 h = 1 day, 0 = -0). Runs inside the caller's transaction and leaves its search path
 * empty until the end of it; give it a transaction of its own, REPEATABLE READ if others write.
 *
 * @param options.withRows also return a digest per row, so that two fingerprints can be told apart down to the row.
 */
export async function fingerprint(
  session: Session,
  scope: FingerprintScope,
  options: { withRows?: boolean } = {},
): Promise<Fingerprint> {
  await session.query(PINNED);
  const { rows } = await session.query(STRUCTURE_DIGESTS, [[scope.schema]]);
  const structure = z.array(Part).parse(rows[0]?.['parts'] ?? []);
  const content = await contentParts(session, scope, options.withRows ?? false);
  const parts: FingerprintPart[] = [...structure, ...content];

  return {
    sha256: sha256(parts.map(({ kind, object, digest }) => `${kind} ${object} ${digest}\n`).join('')),
    scope: scope.name,
    ...(await fingerprintFormula(session, scope)),
    parts,
  };
}

/** The part of a fingerprint that says with which others it can be compared. It costs next to nothing. */
export async function fingerprintFormula(
  session: Session,
  scope: FingerprintScope,
): Promise<Pick<Fingerprint, 'formula' | 'postgresqlMajor'>> {
  const { rows } = await session.query(`select current_setting('server_version_num')::integer / 10000 as major`);
  return {
    formula: sha256(JSON.stringify([STRUCTURE_DIGESTS, tablesSql, PINNED, scope.name, ROW_FORM])),
    postgresqlMajor: z.object({ major: z.number() }).parse(rows[0]).major,
  };
}

async function contentParts(session: Session, scope: FingerprintScope, withRows: boolean): Promise<FingerprintPart[]> {
  const { rows } = await session.query(tablesSql, [scope.schema]);
  const selects = z
    .array(Table)
    .parse(rows[0]?.['tables'] ?? [])
    .flatMap((table) => {
      const columns = scope.content(table.table, table.columns);
      return columns === null || columns.length === 0 ? [] : [contentSelect(scope.schema, table, columns, withRows)];
    });
  if (selects.length === 0) return [];

  const outcome = await session.query(
    `select jsonb_agg(to_jsonb(c) order by c.object) as parts from (${selects.join('\nunion all\n')}) c`,
  );
  return z
    .array(Part.extend({ rows: z.number(), rowDigests: z.record(z.string(), z.string()).nullable() }))
    .parse(outcome.rows[0]?.['parts'])
    .map(({ rowDigests, ...part }) => (rowDigests === null ? part : { ...part, rowDigests }));
}

/** One SELECT per table: the digest of its sorted row digests. Identifiers are quoted; there are no values. */
function contentSelect(
  schema: string,
  table: z.infer<typeof Table>,
  columns: readonly string[],
  withRows: boolean,
): string {
  const row = `row(${columns.map((column) => `t.${quoteIdentifier(column)}`).join(', ')})::text`;
  const digest = `encode(sha256(convert_to(${row}, 'UTF8')), 'hex')`;
  const key =
    table.key.length > 0
      ? `row(${table.key.map((column) => `t.${quoteIdentifier(column)}`).join(', ')})::text`
      : digest;
  const name = `'${table.table.replaceAll("'", "''")}'`;
  return `
    select 'content' as kind, ${name} as object,
      encode(sha256(convert_to(coalesce(string_agg(d.digest, '' order by d.digest), ''), 'UTF8')), 'hex') as digest,
      count(*)::integer as rows,
      ${withRows ? `coalesce(jsonb_object_agg(d.key, d.digest) filter (where d.key is not null), '{}')` : 'null::jsonb'} as "rowDigests"
    from (select ${digest} as digest, ${key} as key from ${quoteIdentifier(schema)}.${quoteIdentifier(table.table)} t) d`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
