import { z } from 'zod';
import {
  CoverageSummary,
  GapCell,
  GroupCoverage,
  ObjectCoverage,
  OwnerCoverage,
  OwnershipDetail,
  ScopeCoverage,
} from '../answers/coverage.ts';
import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { GovernanceCode, PlainText } from '../vocabulary.ts';
import { group, nothing, owner, scope, search, state } from './filters.ts';
import type { Route } from './route.ts';

/** Coverage of the required cells, and who owns an object. */
export const COVERAGE_ROUTES = {
  coverageSummary: {
    path: PATHS.coverageSummary,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'object',
    summary: 'Coverage of all required cells in numbers',
    query: nothing,
    data: CoverageSummary,
  },
  coverageByScope: {
    path: PATHS.coverageByScope,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'list',
    summary: 'Coverage per responsibility scope',
    query: listQuery({ scope }, ['sort', 'scope', 'gap']),
    data: ScopeCoverage,
  },
  coverageByGroup: {
    path: PATHS.coverageByGroup,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'list',
    summary: 'Coverage per group',
    query: listQuery({}, ['group', 'gap']),
    data: GroupCoverage,
  },
  coverageByOwner: {
    path: PATHS.coverageByOwner,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'list',
    summary: 'What each owner is accountable for',
    query: listQuery({ owner }, ['owner', 'accountable_cells']),
    data: OwnerCoverage,
  },
  coverageByObject: {
    path: PATHS.coverageByObject,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'list',
    summary: 'Coverage per object, with its cells',
    query: listQuery({ group, owner, state }, ['object_ref', 'scopes_gap']),
    data: ObjectCoverage,
  },
  coverageGaps: {
    path: PATHS.coverageGaps,
    access: 'readers',
    cached: 'by_watermark',
    answers: 'list',
    summary: 'The cells that nobody owns',
    query: listQuery(
      {
        group,
        scope,
        search,
        planned_owner: GovernanceCode.optional().describe('Only what the plan in force names this owner for.'),
      },
      ['object_ref', 'scope', 'since'],
    ),
    data: GapCell,
  },
  ownershipDetail: {
    path: PATHS.ownershipDetail,
    access: 'collection_readers',
    cached: 'by_watermark',
    answers: 'rows',
    summary: 'Who is accountable for one object, per scope, and why',
    query: z.strictObject({
      object: PlainText.describe('`collection:articles`, `group:GRP-AI`; without a type, a collection.'),
    }),
    data: OwnershipDetail,
  },
} as const satisfies Record<string, Route>;
