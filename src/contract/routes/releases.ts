import { z } from 'zod';
import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { ReleaseDetail, ReleaseSummary } from '../answers/release.ts';
import { GovernanceCode } from '../vocabulary.ts';
import type { Route } from './route.ts';

/** Releases and their runs. */
export const RELEASES_ROUTES = {
  releases: {
    path: PATHS.releases,
    access: 'readers',
    cached: 'by_answer',
    answers: 'list',
    summary: 'The releases: drafted, ratified, applied, taken back',
    query: listQuery({}, ['created_at', 'release'], '-created_at'),
    data: ReleaseSummary,
  },
  release: {
    path: PATHS.release,
    access: 'readers',
    cached: 'by_answer',
    answers: 'object',
    summary: 'One release: its tiers and what came of them, its fingerprints, its rehearsals',
    query: z.strictObject({ code: GovernanceCode }),
    data: ReleaseDetail,
  },
} as const satisfies Record<string, Route>;
