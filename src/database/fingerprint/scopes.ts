import { z } from 'zod';
import type { Session } from '../sessions/session.ts';
import { quoteIdentifier, SCHEMA } from '../sql-text.ts';
import type { FingerprintScope } from './fingerprint.ts';

/** Everything in our schema. */
export function governanceScope(schema: string = SCHEMA): FingerprintScope {
  return { name: 'governance', schema, content: (_table, columns) => columns };
}

/** Everything in any schema, such as Directus's own: what an uninstall must leave as it found it. */
export function schemaScope(schema: string, ignoredTables: readonly string[] = []): FingerprintScope {
  return {
    name: `schema:${schema}`,
    schema,
    content: (table, columns) => (ignoredTables.includes(table) ? null : columns),
  };
}

const Asserted = z.object({ tables: z.array(z.string()), without: z.array(z.string()) });

/**
 * Structure and assertions, without ledger, runs, leases, plans, surrogate ids, times and refs: what apply and rollback compare.
 * Tables and columns are those of asserted() (SQL), in the snapshot of the session.
 */
export async function releaseScope(session: Session, schema: string = SCHEMA): Promise<FingerprintScope> {
  const { rows } = await session.query(`select ${quoteIdentifier(schema)}.asserted() as asserted`);
  const { tables, without } = Asserted.parse(rows[0]?.['asserted']);
  return {
    // Tables come and go with releases: those that are there are parts of the fingerprint.
    name: `release:without:${without.join(',')}`,
    schema,
    content: (table, columns) =>
      tables.includes(table) ? columns.filter((column) => !without.includes(column)) : null,
  };
}
