import type { TestDatabase } from '../test-database.ts';

/** Counts what a project has of gaps, conflicts, owner rows and effective owners. */
export async function figuresOf(db: TestDatabase) {
  const [row] = await db.sql(`
    select
      (select count(*)::int from one_roof.v_object_owner_gap) as gap,
      (select count(*)::int from one_roof.v_object_owner_conflict) as conflict,
      (select count(*)::int from one_roof.governance_object_ownership) as own,
      (select count(*)::int from one_roof.v_object_effective_owner) as effective,
      (select count(*)::int from one_roof.v_object_effective_owner where resolution = 'direct') as direct,
      (select count(*)::int from one_roof.v_object_effective_owner where resolution = 'inherited') as inherited,
      (select (covered_cells)::int from one_roof.v_coverage_summary) as covered`);
  return row;
}
