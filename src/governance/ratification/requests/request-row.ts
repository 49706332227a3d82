import { z } from 'zod';
import { RequestDetail } from '../../../contract/answers/ratification.ts';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRows } from '../../../database/parse-rows.ts';
import type { RequestReader } from '../request-reader.ts';

/** Row of v_request. */
export const RequestRow = RequestDetail.pick({
  code: true,
  subject: true,
  title: true,
  status: true,
  risk_level: true,
  priority: true,
  revision: true,
  revision_digest: true,
  proposer: true,
  created_at: true,
  expires_at: true,
  votes: true,
  signatures: true,
  action: true,
  proposed_action_code: true,
  proposed_action: true,
  evidence: true,
  packet_tree_sha256: true,
  plan_digest: true,
  confirmed_at: true,
  superseded_by: true,
  withdrawn_reason: true,
}).extend({ proposer_user: z.string() });
export type RequestRow = z.infer<typeof RequestRow>;

/**
 * One request.
 *
 * @throws OneRoofError ONE_ROOF_NOT_FOUND, also where the reader may not see it.
 */
export async function requestRow(
  session: ReadSession,
  code: string,
  { all, user }: RequestReader,
): Promise<RequestRow> {
  const [row] = parseRows(
    RequestRow,
    await session.query('select * from v_request where code = $1 and ($2 or proposer_user = $3::uuid)', [
      code,
      all,
      user,
    ]),
  );
  if (row !== undefined) return row;
  throw new OneRoofError('ONE_ROOF_NOT_FOUND', `There is no request ${code}`, {
    subject: code,
    fix: all
      ? 'GET /one-roof/v1/requests lists them.'
      : 'You see the requests that you filed. Seat holders see all of them.',
  });
}
