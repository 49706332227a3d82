import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import structureSql from './fingerprint/structure.sql';
import { sessionOf } from './knex-sessions.ts';
import { installSchema } from './migrate.ts';
import { quoteIdentifier } from './schema.ts';

const Difference = z.object({
  kind: z.string(),
  parent: z.string().nullable(),
  object: z.string(),
  expected: z.string().nullable(),
  found: z.string().nullable(),
});

/** An object in which a schema is not what this version installs. Null: it is not there; names and kinds are those of structure.sql. */
export type CatalogueDifference = z.infer<typeof Difference>;

/** What comparing a schema with what this version installs came to. */
export interface CatalogueComparison {
  /** How many objects this version installs, privileges included. */
  compared: number;
  differences: CatalogueDifference[];
}

const LIMITS = `set local lock_timeout = '2s'; set local statement_timeout = '60s'; set local idle_in_transaction_session_timeout = '15s'`;

const BESIDE = '($1::text[])[1]';
const OURS = '($1::text[])[2]';

/**
 * $1 the schema made for comparison and ours. One row: what this version installs on this very server, joined with what is there.
 * Of the privileges of roles that are not ours nothing is expected: default privileges may have given some.
 */
const COMPARE = `
  with line as materialized (${structureSql}),
  expected as (
    select kind,
      replace(coalesce(parent, ''), ${BESIDE}, ${OURS}) as parent,
      replace(object, ${BESIDE}, ${OURS}) as object,
      replace(detail, ${BESIDE}, ${OURS}) as detail
    from line
    where space = ${BESIDE} and (kind <> 'privilege' or object in ('OWNER', 'PUBLIC', 'one_roof_reader', 'one_roof_operator', 'one_roof_runtime'))
  ),
  live as (
    select kind, coalesce(parent, '') as parent, object, detail from line where space = ${OURS}
  )
  select
    (select count(*)::integer from expected) as compared,
    (
      select coalesce(jsonb_agg(
          jsonb_build_object('kind', kind, 'parent', nullif(parent, ''), 'object', object, 'expected', e.detail, 'found', l.detail)
          order by kind collate "C", parent collate "C", object collate "C"
        ), '[]')
      from expected e full join live l using (kind, parent, object)
      where e.detail is distinct from l.detail
    ) as differences`;

/**
 * Compares our schema with what this version installs: it is installed beside ours, under another name, by the very
 * migrations; both are read from the catalogue; and all of it is rolled back. Nobody else ever sees it, and nothing of ours
 * is locked against anybody but a migration.
 *
 * @throws what PostgreSQL throws where the role may not create a schema (42501) or nothing can be written (25006).
 */
export async function compareCatalogue(knex: Knex, names: { schema: string; directusSchema: string }): Promise<CatalogueComparison> {
  const beside = `${names.schema}_doctor_${randomBytes(6).toString('hex')}`;
  const transaction = await knex.transaction();
  try {
    const session = await sessionOf(transaction);
    await session.query(LIMITS);
    await session.query(`create schema ${quoteIdentifier(beside)}`);
    await installSchema(transaction, { schema: beside, directusSchema: names.directusSchema });
    await session.query(`set local search_path = ''`);
    const { rows } = await session.query(COMPARE, [[beside, names.schema]]);
    return z.object({ compared: z.number(), differences: z.array(Difference) }).parse(rows[0]);
  } finally {
    // The connection itself may be gone.
    await transaction.rollback().catch(() => undefined);
  }
}
