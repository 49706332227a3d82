import { ScanStatus } from '../answers/coverage.ts';
import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { PlainText } from '../vocabulary.ts';
import { GuardStatus } from '../answers/guards.ts';
import { GovernedWrite } from '../answers/writes.ts';
import { nothing } from './filters.ts';
import type { Route } from './route.ts';

/** Activity seen in Directus: scans, recorded writes, guards. */
export const ACTIVITY_ROUTES = {
  scanStatus: {
    path: PATHS.scanStatus,
    access: 'readers',
    cached: 'by_answer',
    answers: 'object',
    summary: 'The last scan, the ruleset and the cursor',
    query: nothing,
    data: ScanStatus,
  },
  writes: {
    path: PATHS.writes,
    access: 'readers',
    cached: 'by_answer',
    answers: 'list',
    summary: 'Who really changed this: the recorded writes to governed collections',
    query: listQuery(
      {
        object: PlainText.optional().describe('Only this collection: `collection:articles` or `articles`.'),
        item: PlainText.optional().describe('Only the item with this key.'),
      },
      ['written_at'],
      '-written_at',
    ),
    data: GovernedWrite,
  },
  guards: {
    path: PATHS.guards,
    access: 'confidential',
    cached: 'by_answer',
    answers: 'object',
    summary: 'State of the guards: modes, what is not armed, what they saw, what enforcing would block',
    query: nothing,
    data: GuardStatus,
  },
} as const satisfies Record<string, Route>;
