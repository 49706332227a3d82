import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import { beginAct } from '../../../governance/acts/begin-act.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import { permitRun, revokePermits } from '../../../governance/release/permit-run.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { uploadSigned } from '../request/act.ts';
import type { SignedOptions } from '../request/act.ts';
import { terminal } from '../../../text/terminal.ts';

/** `one-roof release permit CODE --ssh FILE --as EMAIL`: uploads the permit of one run. */
export async function permitRelease(operator: Operator, release: string, options: SignedOptions): Promise<Printout> {
  const { request } = await operator.read(async (session) =>
    parseRow(
      z.object({ request: z.string() }),
      await session.query(
        `select coalesce((select request_code::text from governance_release where release_code::text = $1), '') as request`,
        [release],
      ),
    ),
  );
  if (request === '')
    throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `Release ${release} has no request`, {
      subject: release,
      expected: 'a ratified release',
      found: 'a release without a request, or none',
      fix: '`one-roof release status` lists the releases, `one-roof release request` asks people.',
    });
  const permit = await uploadSigned(operator, request, options, 'permit', (session, signing, proven) => {
    const [, to = '', until = ''] = signing.planned.act === 'permit' ? signing.planned.covers.split(' ') : [];
    return permitRun(session, release, { operator: to, until }, signing, proven);
  });
  return {
    json: permit,
    text: terminal(
      `${permit.granted_by} permits ${permit.granted_to} one run of ${release}, tiers ${permit.scope.steps.join(', ')}, until ${permit.expires_at} (${permit.auth_code}).`,
    ),
  };
}

/** `one-roof release revoke CODE --reason TEXT`: takes back the run permits that were not used. */
export async function revokePermit(operator: Operator, release: string, reason: string): Promise<Printout> {
  const revoked = await operator.writeProduction(async (session) => {
    await beginAct(session, { ...operator.actor, action: 'release.revoke', reason });
    return revokePermits(session, release, reason);
  });
  return {
    json: { release, revoked },
    text: terminal(`Taken back: ${revoked.join(', ')}. A run of ${release} needs another permit.`),
  };
}
