import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import { personStatement } from '../person-statement.ts';
import type { PlannedAct, StatementFrame } from '../person-statement.ts';
import { requestRow } from '../requests/request-row.ts';
import type { RequestRow } from '../requests/request-row.ts';

const Signer = z.object({
  user: z.string(),
  person: z.string(),
  first_name: z.string(),
  last_name: z.string(),
  email: z.string(),
});
export type Signer = z.infer<typeof Signer>;

/** An act that a person is about to do about the revision that they saw. */
export interface Signing {
  request: RequestRow;
  signer: Signer;
  planned: PlannedAct;
  /** The name of this database in statements; see environment_name() (SQL). */
  environment: string;
}

/**
 * Prepares an act on the revision that the person saw.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED if it is not the present one; ONE_ROOF_NOT_FOUND.
 */
export async function prepareSigning(
  session: ReadSession,
  { code, digest, user, planned }: { code: string; digest: string; user: string; planned: PlannedAct },
): Promise<Signing> {
  const request = await requestRow(session, code, { user, all: true });
  if (request.revision_digest !== digest) {
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `Request ${code} has changed`, {
      subject: code,
      expected: `revision ${request.revision} (${request.revision_digest})`,
      found: digest,
      fix: 'The request was changed. Read it again before you decide.',
    });
  }
  const { environment } = parseRow(
    z.object({ environment: z.string() }),
    await session.query('select environment_name() as environment'),
  );
  return { request, signer: await signerOf(session, user), planned, environment };
}

/** The statement of an act, with its nonce and time. */
export function statementOf(
  { request, signer, planned, environment }: Signing,
  frame: Omit<StatementFrame, 'environment'>,
): string {
  return personStatement(request, signer.person, planned, { environment, ...frame });
}

/** Names a user as a signer. Whether they may act, the table rules say. */
export async function signerOf(session: ReadSession, user: string): Promise<Signer> {
  return parseRow(
    Signer,
    await session.query(
      `select $1::text as user, coalesce(s.person, d.email, $1::text) as person, coalesce(d.first_name, '') as first_name,
         coalesce(d.last_name, '') as last_name, coalesce(d.email, '') as email
       from (select 1) one
       left join lateral directus_person($1::uuid) d on true
       left join governance_seat s on s.user_id = $1::uuid and s.vacated_at is null`,
      [user],
    ),
  );
}
