import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { LedgerRow } from '../../contract/answers/ledger.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';

const LedgerEntryShown = LedgerRow.extend({
  before: z.array(z.record(z.string(), z.unknown())).nullable(),
  after: z.array(z.record(z.string(), z.unknown())).nullable(),
});

/** A row of the ledger with the rows that it changed, as they were and as they became. */
export async function ledgerEntry(session: ReadSession, id: number): Promise<z.infer<typeof LedgerEntryShown>> {
  const [entry] = parseRows(
    LedgerEntryShown,
    await session.query(
      `select l.*, l.session_user_name as session_user, d.before, d.after
       from v_governance_ledger l left join governance_ledger_detail d on d.ledger_id = l.id where l.id = $1`,
      [id],
    ),
  );
  if (entry !== undefined) return entry;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no ledger row ${id}`, {
    subject: `ledger:${id}`,
    fix: '`one-roof ledger show` lists them.',
  });
}
