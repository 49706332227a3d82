import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { Responsibility, ResponsibilitySummary } from '../answers/responsibilities.ts';
import { Relation } from '../vocabulary.ts';
import { group, nothing, owner, scope, search } from './filters.ts';
import type { Route } from './route.ts';

/** The cells of the caller, by the owners that they act for. */
export const RESPONSIBILITIES_ROUTES = {
  responsibilities: {
    path: PATHS.responsibilities,
    access: 'self',
    cached: 'by_watermark',
    perCaller: true,
    answers: 'list',
    summary: 'The cells of the owners that you act for',
    query: listQuery(
      { relation: Relation.optional().describe('Only cells with this relation.'), group, scope, owner, search },
      ['group', 'object_ref', 'scope'],
    ),
    data: Responsibility,
  },
  responsibilitySummary: {
    path: PATHS.responsibilitySummary,
    access: 'self',
    cached: 'by_watermark',
    perCaller: true,
    answers: 'object',
    summary: 'The owners that you act for, and their cells in numbers',
    query: nothing,
    data: ResponsibilitySummary,
  },
} as const satisfies Record<string, Route>;
