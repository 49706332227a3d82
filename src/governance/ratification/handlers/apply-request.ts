import { z } from 'zod';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ProductionSession, ReadSession } from '../../../database/sessions/session.ts';
import type { Actor } from '../../acts/actor.ts';
import { beginAct } from '../../acts/begin-act.ts';
import { parseRow, parseRows } from '../../../database/parse-rows.ts';
import { OPERATOR } from '../request-reader.ts';
import type { Trust } from '../read-trust.ts';
import { requestRow } from '../requests/request-row.ts';
import type { RequestRow } from '../requests/request-row.ts';
import type { VerifiedAct } from '../requests/verified-acts.ts';
import { countedSignatures, countVerified } from '../requests/verified-acts.ts';
import actions from './actions?modules';
import type { Handler } from './handler.ts';

/**
 * Carries out what people ratified: the first of two layers that refuse an action without a handler (the second is
 * require_applied_by, SQL). A signature is verified here, in the transaction that acts.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED for an action that is not carried out; ONE_ROOF_GATE_BLOCKED where no signature verifies.
 */
export async function applyRequest(
  session: ProductionSession,
  code: string,
  { actor, actorKind, reason }: Actor & { reason: string },
  trust: Trust,
): Promise<void> {
  const verified = await countVerified(session, trust, [code]);
  const request = await requestRow(session, code, OPERATOR);
  const handler = await handlerOf(session, request);
  const judged = await countedSignatures(session, [code], verified);
  if (!judged.some(({ problem }) => problem === null)) {
    const found = judged.map(({ signer, problem }) => `${signer}: ${String(problem)}`).join(', ');
    throw new OneRoofError('ONE_ROOF_GATE_BLOCKED', `Request ${code} is not carried out: no signature counts`, {
      subject: code,
      expected: 'approval, and a signature that verifies with a pinned key',
      found: `status ${request.status}; ${found === '' ? 'nobody signed' : found}${unverified(verified, code)}`,
      fix:
        [...new Set(verified.flatMap(({ fix }) => fix ?? []))].join(' ') ||
        `\`one-roof request show ${code}\` says what is missing.`,
    });
  }
  await requireRatifiedRules(session, code);
  await beginAct(session, { actor, actorKind, action: 'request.apply', reason, approvalRef: code });
  await handler(session, request, actor);
}

/** Insists that the seats and the policy by which it was decided are themselves ratified, as the gate of a release does. */
async function requireRatifiedRules(session: ReadSession, code: string): Promise<void> {
  const { found } = parseRow(
    z.object({ found: z.string().nullable() }),
    await session.query('select unratified_rules() as found'),
  );
  if (found === null) return;
  throw new OneRoofError(
    'ONE_ROOF_GATE_BLOCKED',
    `Request ${code} is not carried out: seats or the policy were changed, and nobody ratified it`,
    {
      subject: code,
      expected: 'every change of seats and policy with votes and a signature that verify',
      found,
      fix: '`one-roof request show CODE` says what does not verify. A key that ended stays in the trust file, with valid-before.',
      reason: 'rules_unratified',
    },
  );
}

/** The votes that do not verify, in words. */
function unverified(verified: readonly VerifiedAct[], code: string): string {
  const bad = verified.filter(
    ({ act, problem }) => problem !== null && act.act !== 'sign' && act.request_code === code,
  );
  return bad.map(({ act, problem }) => `; ${act.act} of ${act.signer}: ${String(problem)}`).join('');
}

async function handlerOf(session: ReadSession, { code, proposed_action_code: action }: RequestRow): Promise<Handler> {
  const [type] = parseRows(
    z.object({ handler_ref: z.string() }),
    await session.query(`select handler_ref from apr_action_types where action_code = $1 and status = 'active'`, [
      action,
    ]),
  );
  const ref = type?.handler_ref ?? 'none';
  const handler = actions.find(({ refs }) => refs.includes(ref))?.handler;
  if (typeof handler === 'function') return handler;
  throw new OneRoofError('ONE_ROOF_GUARD_REFUSED', `Request ${code} is not carried out here`, {
    subject: code,
    expected: 'an action with a handler',
    found: `action ${action ?? 'none'} with handler ${ref}`,
    fix:
      handler ??
      'One-Roof has no handler for this action, so ratifying it has no effect. File a request for an action that has one.',
  });
}
