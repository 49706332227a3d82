import type { TestDatabase } from '../test-database.ts';

/**
 * Makes it as if a release had come that far, on a clone or not: with the guard of releases off for the one statement.
 *
 * @param status `ratified`: one that is about to be; `CARRY_OUT` makes a transaction the one that does it.
 */
export async function insertRelease(db: TestDatabase, code: string, status: 'applied' | 'ratified'): Promise<void> {
  await withoutReleaseGuard(
    db,
    `insert into one_roof.governance_release (release_code, kind, packet_tree_sha256, plan, status, applied_at, created_by)
       values ('${code}', 'change', repeat('0', 64), '{}', '${status}', case '${status}' when 'applied' then now() end, 'test')`,
  );
  if (status === 'ratified') {
    await db.sql(
      `insert into one_roof.governance_simulated_approval (release_code, packet_tree_sha256, created_by)
      values ($1, repeat('0', 64), 'test')`,
      [code],
    );
  }
}

/** Runs a statement as superuser, with the guard of releases off. */
export async function withoutReleaseGuard(db: TestDatabase, statement: string): Promise<void> {
  await db.sqlAsSuperuser(`
    begin;
    alter table one_roof.governance_release disable trigger trg_release_guard;
    ${statement};
    alter table one_roof.governance_release enable always trigger trg_release_guard;
    commit`);
}

/** Makes this transaction the one that carries out a ratified release ($1) on a clone. */
export const CARRY_OUT =
  'update one_roof.governance_release set run_xid = pg_current_xact_id() where release_code = $1';
