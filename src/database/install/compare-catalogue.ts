import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import structureSql from '../fingerprint/structure.sql';
import { sessionOf } from '../sessions/knex-sessions.ts';
import { installRelations, installedRelations } from './installed-relations.ts';
import type { InstalledRelations } from './installed-relations.ts';
import { installSchema } from './migrate.ts';
import { renderRoles } from '../roles.ts';
import { quoteIdentifier } from '../sql-text.ts';

const Difference = z.object({
  kind: z.string(),
  parent: z.string().nullable(),
  object: z.string(),
  expected: z.string().nullable(),
  found: z.string().nullable(),
});

/** An object in which a schema is not what this version and the applied releases install. Null: it is not there; names and kinds are those of structure.sql. */
export type CatalogueDifference = z.infer<typeof Difference>;

/** Differences between a schema and what this version and the applied releases install. */
export interface CatalogueComparison {
  /** How many objects are expected, privileges included. */
  compared: number;
  differences: CatalogueDifference[];
}

const LIMITS = `set local lock_timeout = '2s'; set local statement_timeout = '60s'; set local idle_in_transaction_session_timeout = '15s'`;

/** $1 a schema made for comparison and ours, in this order. */
const BESIDE = '($1::text[])[1]';
const OURS = '($1::text[])[2]';

/**
 * Query for what this version installs on this very server. Of the privileges of roles that are not ours nothing is
 * expected: default privileges may have given some.
 */
const EXPECTED = renderRoles(`
  with line as materialized (${structureSql})
  select coalesce(jsonb_agg(jsonb_build_object(
      'kind', kind,
      'parent', replace(coalesce(parent, ''), ${BESIDE}, ${OURS}),
      'object', replace(object, ${BESIDE}, ${OURS}),
      'detail', replace(detail, ${BESIDE}, ${OURS})
    )), '[]')::text as expected
  from line
  where space = ${BESIDE} and (kind <> 'privilege' or object in ('OWNER', 'PUBLIC', :all_roles))`);

/** $1 our schema, $2 what is expected, $3 relations of which only that is known. One row: that, joined with what is there. */
const COMPARE = `
  with line as materialized (${structureSql}),
  expected as materialized (
    select * from jsonb_to_recordset($2::jsonb) as e (kind text, parent text, object text, detail text)
  ),
  -- What is of this version is compared, whatever a release says that it installed.
  unknown as materialized (
    select name from unnest($3::text[]) as n (name) where name not in (select object from expected where kind = 'relation')
  ),
  live as (
    select kind, coalesce(parent, '') as parent, object, detail from line
    where (kind, object) in (select 'relation', name from unknown) or not exists (
      select from unknown where coalesce(parent, object) ~ format('^((table|sequence) )?%s(_\\w+_seq)?$', name))
  ),
  wanted as (
    select * from expected
    union all
    select 'relation', '', name, coalesce((select detail from live where kind = 'relation' and object = name), 'table') from unknown
  )
  select
    (select count(*)::integer from wanted) as compared,
    (
      select coalesce(jsonb_agg(
          jsonb_build_object('kind', kind, 'parent', nullif(parent, ''), 'object', object, 'expected', e.detail, 'found', l.detail)
          order by kind collate "C", parent collate "C", object collate "C"
        ), '[]')
      from wanted e full join live l using (kind, parent, object)
      where e.detail is distinct from l.detail
    ) as differences`;

/**
 * Query for everything that the expected catalogue depends on beside the SQL of this program: the server, the connecting
 * role, our roles, default privileges.
 */
const SURROUNDINGS = `
  select concat_ws(' ', current_setting('server_version'), current_database(), current_user,
    (select string_agg(rolname::text, ' ' order by rolname) from pg_roles where rolname ~ '^one_roof_'),
    (select string_agg(d::text, ' ' order by d.oid) from pg_default_acl d)) as surroundings`;

interface Names {
  schema: string;
  directusSchema: string;
  separated: boolean;
}

/** The last catalogue that was expected through a pool, and for what: making it takes most of the time of a comparison. */
const remembered = new WeakMap<Knex, { of: string; expected: string }>();

/**
 * Compares our schema with what this version installs, and what its applied releases installed: once for a process, that is installed
 * beside ours, under another name, by the very migrations and tiers, read from the catalogue, and rolled back. Nobody else ever sees it, and nothing of ours is locked against
 * anybody but a migration.
 *
 * @throws what PostgreSQL throws where the role may not create a schema (42501) or nothing can be written (25006).
 */
export async function compareCatalogue(knex: Knex, names: Names): Promise<CatalogueComparison> {
  const transaction = await knex.transaction();
  try {
    const session = await sessionOf(transaction);
    await session.query(LIMITS);
    const { rows: around } = await session.query(SURROUNDINGS);
    const installed = await installedRelations(session, names.schema);
    const of = JSON.stringify([names, around, installed]);
    const known = remembered.get(knex);
    const expected = known?.of === of ? known.expected : await expectedCatalogue(transaction, names, installed);
    remembered.set(knex, { of, expected });
    await session.query(`set local search_path = ''`);
    const { rows } = await session.query(COMPARE, [[names.schema], expected, installed.unknown]);
    return z.object({ compared: z.number(), differences: z.array(Difference) }).parse(rows[0]);
  } finally {
    // The connection itself may be gone.
    await transaction.rollback().catch(() => undefined);
  }
}

/** Installs this version beside ours and returns its catalogue as JSON. The transaction rolls the installation back. */
async function expectedCatalogue(
  transaction: Knex.Transaction,
  names: Names,
  { installers }: InstalledRelations,
): Promise<string> {
  const beside = `${names.schema}_doctor_${randomBytes(6).toString('hex')}`;
  const session = await sessionOf(transaction);
  await session.query(`create schema ${quoteIdentifier(beside)}`);
  await installSchema(transaction, { ...names, schema: beside });
  await installRelations(session, installers, { ...names, schema: beside });
  await session.query(`set local search_path = ''`);
  const { rows } = await session.query(EXPECTED, [[beside, names.schema]]);
  return z.object({ expected: z.string() }).parse(rows[0]).expected;
}
