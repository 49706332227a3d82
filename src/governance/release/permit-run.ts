import { z } from 'zod';
import { RunPermit } from '../../contract/answers/release.ts';
import type { ProductionSession } from '../../database/sessions/session.ts';
import { parseRow } from '../../database/parse-rows.ts';
import { withConstraintErrors, sentBefore } from '../errors/constraint-error.ts';
import type { Proven } from '../ratification/commands/prove-act.ts';
import type { Signing } from '../ratification/commands/signing.ts';

/** The scope of a run permit as its statement says it and v_signed_act (SQL) prints it: release, operator, end. */
export function permitCovers(release: string, operator: string, until: string): string {
  return `${release} ${operator} ${until}`;
}

/**
 * Permits one run of a release, whose proof requireProof() has verified. The signer holds a seat, and neither asked for the release nor will
 * run it. In the caller's transaction (connection class production-write).
 *
 * @param grant.operator who may use it, as the ledger names them: `operator:<database role>`.
 * @param grant.until when it ends: ISO 8601 in UTC, to the millisecond.
 * @throws what build_authorization_guard() (SQL) refuses: SQLSTATE OR072.
 */
export async function permitRun(
  session: ProductionSession,
  release: string,
  grant: { operator: string; until: string },
  { request, signer }: Signing,
  { method, statement, publicKey: public_key, assertion }: Proven,
): Promise<RunPermit> {
  const { code } = parseRow(
    z.object({ code: z.string() }),
    await withConstraintErrors(
      () =>
        session.query('select grant_release_window($1, $2, $3, $4) as code', [
          release,
          grant.operator,
          grant.until,
          JSON.stringify({ user: signer.user, method, statement, public_key, assertion }),
        ]),
      `The run permit for ${release}`,
      sentBefore('run permit', request.code),
    ),
  );
  return parseRow(
    RunPermit,
    await session.query(
      'select auth_code, request_code, granted_by, granted_to, expires_at, scope from governance_build_authorization where auth_code = $1',
      [code],
    ),
  );
}

/**
 * Takes back the run permits of a release that were not used, in the caller's transaction (connection class production-write).
 *
 * @returns their codes.
 * @throws SQLSTATE OR007 if there is no such release, OR072 if it has none.
 */
export async function revokePermits(session: ProductionSession, release: string, reason: string): Promise<string[]> {
  return parseRow(
    z.object({ revoked: z.array(z.string()) }),
    await session.query('select revoke_release_windows($1, $2) as revoked', [release, reason]),
  ).revoked;
}
