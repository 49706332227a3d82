import { z } from 'zod';
import tierFiles from '../../../release/tiers?files';
import { localSearchPath, quoteIdentifier, renderSql } from '../sql-text.ts';
import type { Session } from '../sessions/session.ts';

const Relation = z.object({ name: z.string().regex(/^[a-z][a-z0-9_]*$/), kind: z.string(), asserts: z.boolean() });
const Tier = z.object({ tier: z.number(), relations: z.array(Relation).default([]) });

/** A tier that installs tables and views, with the SQL that creates them. */
interface Installer extends z.infer<typeof Tier> {
  creation: string;
}

/** The tables and views that the applied releases of a database installed. */
export interface InstalledRelations {
  /** The tiers that installed them, as this version has them. */
  installers: Installer[];
  /**
   * Names of relations whose tier this version does not have, or has otherwise: only whether they are there is known.
   */
  unknown: string[];
}

const INSTALLERS: readonly Installer[] = Object.entries(tierFiles)
  .filter(([path]) => path.endsWith('/tier.json'))
  .map(([path, text]) => ({
    ...Tier.parse(JSON.parse(text)),
    creation: tierFiles[path.replace(/tier\.json$/, 'relations.sql')] ?? '',
  }));

/**
 * Reads which tables and views releases installed in a schema, of the releases themselves: a comparison of a schema
 * with what it should be asks no view of that schema.
 */
export async function installedRelations(session: Session, schema: string): Promise<InstalledRelations> {
  const { rows: releases } = await session.query(`select from pg_tables where schemaname = $1 and tablename = $2`, [
    schema,
    'governance_release',
  ]);
  if (releases.length === 0) return { installers: [], unknown: [] };
  const { rows } = await session.query(
    `select coalesce(jsonb_agg(tier order by r.row ->> 'applied_at', place), '[]') as tiers
     from (select to_jsonb(r) as row from ${quoteIdentifier(schema)}.governance_release r) r
     cross join lateral jsonb_path_query(r.row -> 'plan', '$.tiers[*] ? (exists (@.relations[0]))') with ordinality as t (tier, place)
     where r.row ->> 'status' = 'applied'`,
  );
  const found: InstalledRelations = { installers: [], unknown: [] };
  // What is of another form is no tier that a release had: release_guard() refuses it.
  for (const one of z.array(Tier.catch({ tier: 0, relations: [] })).parse(rows[0]?.['tiers'])) {
    const { tier, relations } = one;
    if (relations.length === 0) continue;
    const installer = INSTALLERS.find((own) => own.tier === tier && namesOf(own) === namesOf(one));
    if (installer === undefined) found.unknown.push(...relations.map(({ name }) => name));
    else found.installers.push(installer);
  }
  return found;
}

function namesOf({ relations }: Pick<Installer, 'relations'>): string {
  return relations.map(({ name }) => name).join(',');
}

/** Creates and adopts what these tiers install, in a schema that has everything else of this version. */
export async function installRelations(
  session: Session,
  installers: readonly Installer[],
  names: { schema: string; directusSchema: string },
): Promise<void> {
  await session.query(localSearchPath(names.schema));
  for (const { creation, relations } of installers) {
    await session.query(renderSql(creation, names));
    for (const { name, kind, asserts } of relations)
      await session.query('select adopt_relation($1, $2, $3)', [name, kind, asserts]);
  }
}
