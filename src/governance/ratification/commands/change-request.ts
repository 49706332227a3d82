import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import type { ProductionSession, QueryOutcome } from '../../../database/sessions/session.ts';

const Found = z.object({ found: z.boolean() });

/** Says that whoever filed a request did. What request_guard (SQL) refuses, it refuses. */
export async function confirmRequest(session: ProductionSession, code: string): Promise<void> {
  requireOne(code, await session.query('select confirm_request($1) as found', [code]));
}

/** Withdraws a request. */
export async function withdrawRequest(session: ProductionSession, code: string, reason: string): Promise<void> {
  requireOne(code, await session.query('select withdraw_request($1, $2) as found', [code, reason]));
}

/** Lets another request take the place of one. */
export async function supersedeRequest(session: ProductionSession, code: string, by: string): Promise<void> {
  requireOne(code, await session.query('select supersede_request($1, $2) as found', [code, by]));
}

function requireOne(code: string, outcome: QueryOutcome): void {
  if (!parseRow(Found, outcome).found)
    throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no request ${code}`, { subject: code });
}
