import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import { PROPOSALS } from '../../contract/proposals.ts';
import type { Session } from '../../database/session.ts';
import type { Actor } from '../actor.ts';
import { beginAct } from '../begin-act.ts';
import { parseRow, parseRows } from '../parse-rows.ts';
import { OPERATOR } from './asker.ts';
import { requireProposal } from './require-proposal.ts';
import type { Trust } from './read-trust.ts';
import { requestRow } from './request-row.ts';
import type { RequestRow } from './request-row.ts';
import type { VerifiedAct } from './verified-acts.ts';
import { countedSignatures, countVerified } from './verified-acts.ts';

type Handler = (session: Session, request: RequestRow, actor: string) => Promise<void>;

const BY_RELEASE = 'It is carried out by a release: `one-roof release apply`.';
const NOT_HERE = 'This version of One-Roof has no axes.';

/** What carries an action out; a text: why nothing here does. An action that is not here is not carried out. */
const HANDLERS: Readonly<Record<string, Handler | string>> = {
  'one-roof:delegate_authority': async (session, { code, subject, proposed_action }, actor) => {
    requireProposal(subject, proposed_action);
    await session.query('select carry_out_delegation($1, $2)', [code, actor]);
  },
  'one-roof:activate_event_type': async (session, { code, proposed_action }) => {
    const { event_domain, event_type } = PROPOSALS.event.schema.parse(proposed_action);
    await session.query('select activate_event_type($1, $2, $3)', [event_domain, event_type, code]);
  },
  'one-roof:authorize_build_step': BY_RELEASE,
  'one-roof:assign_governance_owner': BY_RELEASE,
  'one-roof:grant_governance_exception': BY_RELEASE,
  'one-roof:register_axis': NOT_HERE,
  'one-roof:register_topic_node': NOT_HERE,
  'one-roof:assign_axis_owner': NOT_HERE,
};

/**
 * Carries out what people ratified: the first of two layers that refuse an action without a handler (the second is
 * require_carried_out_by, SQL). A signature is verified here, in the transaction that acts.
 *
 * @throws OneRoofError ONE_ROOF_GUARD_REFUSED for an action that is not carried out; ONE_ROOF_GATE_BLOCKED where no signature verifies.
 */
export async function applyRequest(
  session: Session,
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
      fix: [...new Set(verified.flatMap(({ fix }) => fix ?? []))].join(' ') || `\`one-roof request show ${code}\` says what is missing.`,
    });
  }
  await requireRatifiedRules(session, code);
  await beginAct(session, { actor, actorKind, action: 'request.apply', reason, approvalRef: code });
  await handler(session, request, actor);
}

/** Insists that the seats and the policy by which it was decided are themselves ratified, as the gate of a release does. */
async function requireRatifiedRules(session: Session, code: string): Promise<void> {
  const { found } = parseRow(z.object({ found: z.string().nullable() }), await session.query('select unratified_rules() as found'));
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
  const bad = verified.filter(({ act, problem }) => problem !== null && act.act !== 'sign' && act.request_code === code);
  return bad.map(({ act, problem }) => `; ${act.act} of ${act.signer}: ${String(problem)}`).join('');
}

async function handlerOf(session: Session, { code, proposed_action_code: action }: RequestRow): Promise<Handler> {
  const [type] = parseRows(
    z.object({ handler_ref: z.string() }),
    await session.query(`select handler_ref from apr_action_types where action_code = $1 and status = 'active'`, [action]),
  );
  const ref = type?.handler_ref ?? 'none';
  const handler = Object.hasOwn(HANDLERS, ref) ? HANDLERS[ref] : undefined;
  if (typeof handler === 'function') return handler;
  throw new OneRoofError('ONE_ROOF_GUARD_REFUSED', `Request ${code} is not carried out here`, {
    subject: code,
    expected: 'an action with a handler',
    found: `action ${action ?? 'none'} with handler ${ref}`,
    fix: handler ?? 'What it asks for is ratified in vain: One-Roof carries out no such action. File a request for one that it does.',
  });
}
