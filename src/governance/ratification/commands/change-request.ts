import { OneRoofError } from '../../../contract/errors.ts';
import type { ProductionSession } from '../../../database/sessions/session.ts';

/** Says that whoever filed a request did. What request_guard (SQL) refuses, it refuses. */
export async function confirmRequest(session: ProductionSession, code: string): Promise<void> {
  requireOne(
    code,
    await session.query('update approval_requests set confirmed_at = clock_timestamp() where code = $1', [code]),
  );
}

/** Withdraws a request. */
export async function withdrawRequest(session: ProductionSession, code: string, reason: string): Promise<void> {
  requireOne(
    code,
    await session.query(
      'update approval_requests set withdrawn_at = clock_timestamp(), withdrawn_reason = $2 where code = $1',
      [code, reason],
    ),
  );
}

/** Lets another request take the place of one. */
export async function supersedeRequest(session: ProductionSession, code: string, by: string): Promise<void> {
  requireOne(code, await session.query('update approval_requests set superseded_by = $2 where code = $1', [code, by]));
}

function requireOne(code: string, { rowCount }: { rowCount: number | null }): void {
  if (rowCount !== 1) throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no request ${code}`, { subject: code });
}
