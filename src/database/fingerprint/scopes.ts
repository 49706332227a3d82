import { SCHEMA } from '../sql-text.ts';
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

/** The tables that assert something: a release changes these, and its rollback must bring exactly these back. */
const ASSERTIONS = [
  'collection_registry',
  'event_type_registry',
  'governance_containment',
  'governance_group',
  'governance_object_ownership',
  'governance_owner_waiver',
  'governance_registry',
  'governance_responsibility_scope',
  'governance_ruleset',
] as const;

/** Columns that tell when, by whom and by which approval, and surrogate ids: they differ between a clone and production. */
const CIRCUMSTANCES = [
  'id',
  'supersedes_id',
  'approval_ref',
  'audit_ref',
  'rollback_ref',
  'activation_approval_ref',
  'activated_by',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'effective_from',
  'discovered_at',
  'last_seen_at',
  'missing_since',
  'required_since',
];

/** Content that assertions_digest() (SQL) hashes: that of the scope `release`, without its structure. */
export const ASSERTED = { tables: ASSERTIONS, without: CIRCUMSTANCES };

/** Structure and assertions, without ledger, runs, leases, plans, surrogate ids, times and refs: what apply and rollback compare. */
export function releaseScope(schema: string = SCHEMA): FingerprintScope {
  const asserted: readonly string[] = ASSERTIONS;
  return {
    name: `release:${asserted.join(',')}:without:${CIRCUMSTANCES.join(',')}`,
    schema,
    content: (table, columns) =>
      asserted.includes(table) ? columns.filter((column) => !CIRCUMSTANCES.includes(column)) : null,
  };
}
