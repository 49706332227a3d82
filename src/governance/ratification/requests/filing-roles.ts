import type { ReadSession } from '../../../database/sessions/session.ts';

/**
 * Says, for the rest of the transaction, which Directus roles may file requests besides administrators and holders of seats.
 * filing_problem() (SQL) judges by it; where nobody says it, no role may.
 *
 * @param roles ids and names, of ONE_ROOF_REQUEST_ROLES.
 */
export async function letRolesFile(session: ReadSession, roles: readonly string[]): Promise<void> {
  await session.query(`select set_config('one_roof.request_roles', $1, true)`, [JSON.stringify(roles)]);
}
