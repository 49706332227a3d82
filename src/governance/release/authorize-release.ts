import { z } from 'zod';
import type { Session } from '../../database/session.ts';
import type { Actor } from '../actor.ts';
import { beginAct } from '../begin-act.ts';
import { parseRow } from '../parse-rows.ts';

const Window = z.object({
  auth_code: z.string(),
  request_code: z.string(),
  granted_by: z.string(),
  granted_to: z.string(),
  expires_at: z.string(),
  scope: z.object({ release: z.string(), packet: z.string(), steps: z.array(z.number()) }),
});

/** A window: one run of one release by one operator, until it expires. */
export type ReleaseWindow = z.infer<typeof Window>;

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
  const { code } = parseRow(
    z.object({ code: z.string() }),
    await session.query('select grant_release_window($1, $2, make_interval(secs => $3)) as code', [release, grant.operator, grant.seconds]),
  );
  return parseRow(
    Window,
    await session.query(
      'select auth_code, request_code, granted_by, granted_to, expires_at, scope from governance_build_authorization where auth_code = $1',
      [code],
    ),
  );
}
