import type { TestDatabase } from './test-database.ts';

/**
 * Makes it as if a release had been carried out: with its guard off for the one statement, because no release can be written yet.
 *
 * @param status `ratified`: one that is about to be; name it in the setting one_roof.release.
 */
export async function insertRelease(db: TestDatabase, code: string, status: 'applied' | 'ratified'): Promise<void> {
  await db.sqlAsSuperuser(`
    begin;
    alter table one_roof.governance_release disable trigger trg_capability_absent;
    insert into one_roof.governance_release (release_code, packet_tree_sha256, plan, status, created_by)
      values ('${code}', repeat('0', 64), '{}', '${status}', 'test');
    alter table one_roof.governance_release enable always trigger trg_capability_absent;
    commit`);
}
