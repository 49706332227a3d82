import type { TestDatabase } from '../test-database.ts';

/** An owner row as tests write it: the rest has the values of a rehearsal on a clone. */
export interface OwnerRow {
  object: string;
  scope: string;
  owner: string;
  kind?: string;
  anchor?: boolean;
  from?: string;
  to?: string;
  status?: string;
}

const INSERT = `
  insert into one_roof.governance_object_ownership
    (object_type, object_ref, scope, owner_gov_code, owner_kind, is_inherited_anchor, effective_from, effective_to,
     lifecycle_status, approval_ref, created_by)
  values (split_part($1, ':', 1), split_part($1, ':', 2), $2, $3, $4, $5, coalesce($6::timestamptz, now()), $7::timestamptz,
     $8, 'CLONE-TEST-NO-RATIFICATION', 'TEST_CLONE_ROWS')`;

/** Inserts owner rows, one statement each, as the guard of the table would see them come. */
export async function insertOwners(db: TestDatabase, ...rows: OwnerRow[]): Promise<void> {
  for (const row of rows) {
    await db.sql(INSERT, [
      row.object,
      row.scope,
      row.owner,
      row.kind ?? 'accountable',
      row.anchor ?? false,
      row.from ?? null,
      row.to ?? null,
      row.status ?? 'active',
    ]);
  }
}

const SCOPES = ['approval', 'audit', 'execution', 'health', 'policy', 'render'] as const;

/** An anchor on a group for every scope. */
export function anchors(group: string, owner: string): OwnerRow[] {
  return SCOPES.map((scope) => ({ object: `group:${group}`, scope, owner, anchor: true }));
}
