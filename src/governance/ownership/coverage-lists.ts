import {
  GapCell,
  GroupCoverage,
  ObjectCoverage,
  OwnerCoverage,
  ScopeCoverage,
} from '../../contract/answers/coverage.ts';
import type { Query } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { IN_GROUP, NAME_CONTAINS } from './list-filters.ts';
import { keysetPage } from './keyset-page.ts';
import type { List, Page } from './keyset-page.ts';
import type { z } from 'zod';

const byScope = {
  view: 'v_coverage_by_scope',
  columns: {
    scope: 'scope',
    description: 'description',
    objects: 'objects',
    covered: 'covered',
    gap: 'gap',
    waived: 'waived',
    dead: 'dead',
    conflicts: 'conflicts',
    planned: 'planned',
  },
  sorts: { sort: ['sort'], scope: ['scope'], gap: ['gap'] },
  key: ['scope'],
  filters: { scope: 'scope = ?' },
  row: ScopeCoverage,
} satisfies List<typeof ScopeCoverage>;

const byGroup = {
  view: 'v_coverage_by_group',
  columns: {
    group: 'group_code',
    group_name: 'group_name',
    objects: 'objects',
    covered: 'covered',
    gap: 'gap',
    waived: 'waived',
    dead: 'dead',
    conflicts: 'conflicts',
  },
  sorts: { group: ['place'], gap: ['gap'] },
  key: ['place'],
  filters: {},
  row: GroupCoverage,
} satisfies List<typeof GroupCoverage>;

const byOwner = {
  view: 'v_coverage_by_owner',
  columns: {
    owner: 'owner',
    owner_name: 'owner_name',
    alive: 'alive',
    accountable_cells: 'accountable_cells',
    direct: 'direct',
    inherited: 'inherited',
    planned_cells: 'planned_cells',
  },
  sorts: { owner: ['owner'], accountable_cells: ['accountable_cells'] },
  key: ['owner'],
  filters: { owner: 'owner = ?' },
  row: OwnerCoverage,
} satisfies List<typeof OwnerCoverage>;

const byObject = {
  view: 'v_coverage_by_object',
  columns: {
    object_type: 'object_type',
    object_ref: 'object_ref',
    group: 'group_code',
    scopes_required: 'scopes_required',
    scopes_covered: 'scopes_covered',
    scopes_gap: 'scopes_gap',
    cells: 'cells',
  },
  sorts: { object_ref: ['object_ref'], scopes_gap: ['scopes_gap'] },
  key: ['object_ref', 'object_type'],
  filters: { group: IN_GROUP, owner: '? = any (owners)', state: '? = any (states)' },
  row: ObjectCoverage,
} satisfies List<typeof ObjectCoverage>;

const gaps = {
  view: 'v_object_owner_gap',
  columns: {
    object_type: 'object_type',
    object_ref: 'object_ref',
    scope: 'scope',
    group: 'group_code',
    since: 'unowned_since',
    planned_owner: 'planned_owner',
  },
  sorts: { object_ref: ['object_ref'], scope: ['scope'], since: ['unowned_since'] },
  key: ['object_ref', 'scope', 'object_type'],
  filters: { group: IN_GROUP, scope: 'scope = ?', search: NAME_CONTAINS, planned_owner: 'planned_owner = ?' },
  row: GapCell,
} satisfies List<typeof GapCell>;

/** Coverage per responsibility scope. */
export function coverageByScope(
  session: ReadSession,
  query: Query<'coverageByScope'>,
): Promise<Page<z.output<typeof ScopeCoverage>>> {
  return keysetPage(session, byScope, query);
}

/** Coverage per group, and of what has none. */
export function coverageByGroup(
  session: ReadSession,
  query: Query<'coverageByGroup'>,
): Promise<Page<z.output<typeof GroupCoverage>>> {
  return keysetPage(session, byGroup, query);
}

/** Cells that each owner is accountable for. */
export function coverageByOwner(
  session: ReadSession,
  query: Query<'coverageByOwner'>,
): Promise<Page<z.output<typeof OwnerCoverage>>> {
  return keysetPage(session, byOwner, query);
}

/** Coverage per object, with its cells. */
export function coverageByObject(
  session: ReadSession,
  query: Query<'coverageByObject'>,
): Promise<Page<z.output<typeof ObjectCoverage>>> {
  return keysetPage(session, byObject, query);
}

/** The cells that nobody owns. */
export function coverageGaps(
  session: ReadSession,
  query: Query<'coverageGaps'>,
): Promise<Page<z.output<typeof GapCell>>> {
  return keysetPage(session, gaps, query);
}
