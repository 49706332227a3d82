import { z } from 'zod';
import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { RequestBundleFile, RequestDetail, RequestStatus, RequestSummary } from '../answers/ratification.ts';
import { GovernanceCode, PlainText } from '../vocabulary.ts';
import type { Route } from './route.ts';

/** Requests for a human decision. */
export const REQUESTS_ROUTES = {
  requests: {
    path: PATHS.requests,
    access: 'requests',
    cached: 'by_answer',
    answers: 'list',
    summary: 'The requests for a human decision, newest first',
    query: listQuery(
      {
        status: RequestStatus.optional().describe('Only requests with this status.'),
        subject: PlainText.optional().describe(
          'Only requests about this: `release:CODE`, `policy`, `seats`, `event:DOMAIN.TYPE`.',
        ),
      },
      ['created_at', 'expires_at', 'code'],
      '-created_at',
    ),
    data: RequestSummary,
  },
  request: {
    path: PATHS.request,
    access: 'requests',
    cached: 'by_answer',
    answers: 'object',
    summary: 'One request: what it asks for, who can decide it, what they said, what is missing',
    query: z.strictObject({ code: GovernanceCode }),
    data: RequestDetail,
  },
  requestBundle: {
    path: PATHS.requestBundle,
    access: 'confidential',
    cached: 'by_answer',
    answers: 'object',
    summary: 'Everything needed to verify a request offline',
    query: z.strictObject({ code: GovernanceCode }),
    data: RequestBundleFile,
  },
} as const satisfies Record<string, Route>;
