import { LedgerRow, LedgerState } from '../answers/ledger.ts';
import { listQuery } from '../paging.ts';
import { PATHS } from '../paths.ts';
import { PlainText } from '../vocabulary.ts';
import { nothing } from './filters.ts';
import type { Route } from './route.ts';

/** The ledger and the head of its chain. */
export const LEDGER_ROUTES = {
  ledger: {
    path: PATHS.ledger,
    access: 'confidential',
    cached: 'by_answer',
    answers: 'list',
    summary: 'What was done to governance, by whom and why',
    query: listQuery(
      {
        actor: PlainText.optional().describe('Only what this actor did.'),
        action: PlainText.optional().describe('Only these acts, such as `plan.register`.'),
        relation: PlainText.optional().describe('Only changes of this table.'),
      },
      ['id'],
    ),
    data: LedgerRow,
  },
  ledgerState: {
    path: PATHS.ledgerState,
    access: 'readers',
    cached: 'by_answer',
    answers: 'object',
    summary: 'The head of the ledger, to be kept elsewhere',
    query: nothing,
    data: LedgerState,
  },
} as const satisfies Record<string, Route>;
