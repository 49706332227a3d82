import { z } from 'zod';
import { ReleaseWindow } from '../../contract/release.ts';
import type { Session } from '../../database/session.ts';
import type { Actor } from '../actor.ts';
import { beginAct } from '../begin-act.ts';
import { parseRow } from '../parse-rows.ts';

/**
 * Grants the window of a release, on behalf of the person whose Directus session is given: a holder of a seat who neither asked for the
 * release nor will run it. In the caller's transaction (connection class production-write).
 *
 * @param grant.session the session token of the person, which the database checks.
 * @param grant.operator who may use it, as the ledger names them: `operator:<database role>`.
 * @throws what build_authorization_guard() (SQL) refuses: SQLSTATE OR072.
 */
export async function authorizeRelease(
  session: Session,
  release: string,
  grant: { session: string; operator: string; seconds: number },
  by: Actor & { reason: string },
): Promise<ReleaseWindow> {
  await beginAct(session, { ...by, action: 'release.authorize' });
  await session.query(`select set_config('one_roof.session', $1, true)`, [grant.session]);
  return grantWindow(session, release, grant);
}

/** The same for somebody whose act has begun and whose session is said already. */
export async function grantWindow(session: Session, release: string, grant: { operator: string; seconds: number }): Promise<ReleaseWindow> {
  const { code } = parseRow(
    z.object({ code: z.string() }),
    await session.query('select grant_release_window($1, $2, make_interval(secs => $3)) as code', [release, grant.operator, grant.seconds]),
  );
  return parseRow(
    ReleaseWindow,
    await session.query(
      'select auth_code, request_code, granted_by, granted_to, expires_at, scope from governance_build_authorization where auth_code = $1',
      [code],
    ),
  );
}
