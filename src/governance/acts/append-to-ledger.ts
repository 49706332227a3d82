import type { WriteSession } from '../../database/sessions/session.ts';
import { beginAct } from './begin-act.ts';
import type { Act } from './begin-act.ts';

/** An act that changes no table that asserts something. `before` and `after` are what it is about. */
export interface LedgerEntry extends Act {
  object: string;
  before?: unknown;
  after?: unknown;
}

/**
 * Writes an act to the ledger, in the transaction of the act. Only for what the database does not record by itself: changes
 * of the tables of `v_ledger_relation` need beginAct() and nothing more.
 */
export async function appendToLedger(session: WriteSession, entry: LedgerEntry): Promise<void> {
  await beginAct(session, entry);
  await session.query('select record_act($1, $2, $3, $4)', [
    entry.action,
    entry.object,
    json(entry.before),
    json(entry.after),
  ]);
}

function json(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
