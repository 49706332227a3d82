import { Filing } from '../../../contract/answers/ratification.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import type { RequestReader } from '../request-reader.ts';
import { letRolesFile } from './filing-roles.ts';

/**
 * Tells whether whoever asks may file requests, as the table rule of requests decides it: filing_problem() (SQL), where there is a policy.
 *
 * @param roles ids and names, of ONE_ROOF_REQUEST_ROLES.
 */
export async function filing(session: ReadSession, { user }: RequestReader, roles: readonly string[]): Promise<Filing> {
  await letRolesFile(session, roles);
  const may = `select $1::uuid is not null and exists (select from current_policy()) and filing_problem($1::uuid) is null as may_file`;
  return parseRow(Filing, await session.query(may, [user]));
}
