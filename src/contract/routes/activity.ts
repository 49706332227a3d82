import { ScanStatus } from '../coverage.ts';
import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { PlainText } from '../vocabulary.ts';
import { GovernedWrite } from '../writes.ts';
import { nothing } from './filters.ts';
import type { Route } from './route.ts';

/** Activity seen in Directus: scans and recorded writes. */
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
} as const satisfies Record<string, Route>;
