import type { z } from 'zod';
import { LedgerRow, LedgerState } from '../../contract/answers/ledger.ts';
import type { Data, Query } from '../../contract/routes.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { keysetPage } from '../ownership/keyset-page.ts';
import type { List, Page } from '../ownership/keyset-page.ts';
import { parseRow } from '../../database/parse-rows.ts';

const ledger = {
  view: 'v_governance_ledger',
  columns: {
    id: 'id',
    seq: 'seq',
    epoch: 'epoch',
    at: 'at',
    actor: 'actor',
    actor_kind: 'actor_kind',
    session_user: 'session_user_name',
    action: 'action',
    object: 'object',
    relation: 'relation',
    operation: 'operation',
    row_count: 'row_count',
    reason: 'reason',
    approval_ref: 'approval_ref',
    before_digest: 'before_digest',
    after_digest: 'after_digest',
    hash: 'hash',
  },
  sorts: { id: ['id'] },
  key: ['id'],
  filters: { actor: 'actor = ?', action: 'action = ?', relation: 'relation = ?' },
  row: LedgerRow,
} satisfies List<typeof LedgerRow>;

/** Rows of the ledger (what was done to governance, by whom and why), in the order in which they were written. */
export function ledgerRows(session: ReadSession, query: Query<'ledger'>): Promise<Page<z.output<typeof LedgerRow>>> {
  return keysetPage(session, ledger, query);
}

/** The head of the chain, and what is not in the chain yet. */
export async function ledgerState(session: ReadSession): Promise<Data<'ledgerState'>> {
  return parseRow(LedgerState, await session.query('select * from v_ledger_state'));
}
