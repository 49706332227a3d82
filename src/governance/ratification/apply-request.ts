import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { Session } from '../../database/session.ts';
import type { Actor } from '../actor.ts';
import { beginAct } from '../begin-act.ts';
import { parseRows } from '../parse-rows.ts';
import { OPERATOR } from './asker.ts';
import { boundSignatures, judgeSignatures } from './judged-signatures.ts';
import type { Trust } from './read-trust.ts';
import { requestRow } from './request-row.ts';
import type { RequestRow } from './request-row.ts';

type Handler = (session: Session, request: RequestRow, actor: string) => Promise<void>;

const EventType = z.object({ event_domain: z.string(), event_type: z.string() });
const BY_RELEASE = 'It is carried out by a release: `one-roof release apply`.';
const NOT_HERE = 'This version of One-Roof has no axes.';

/** What carries an action out; a text: why nothing here does. An action that is not here is not carried out. */
const HANDLERS: Readonly<Record<string, Handler | string>> = {
  'one-roof:delegate_authority': async (session, { code }, actor) => {
    await session.query('select carry_out_delegation($1, $2)', [code, actor]);
  },
  'one-roof:activate_event_type': async (session, { code, proposed_action }) => {
    const { event_domain, event_type } = EventType.parse(proposed_action);
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
  const request = await requestRow(session, code, OPERATOR);
  const handler = await handlerOf(session, request);
  const judged = await judgeSignatures(await boundSignatures(session, [code]), trust, new Date());
  if (!judged.some(({ problem }) => problem === null)) {
    const found = judged.map(({ signature, problem }) => `${signature.signer}: ${String(problem)}`).join(', ');
    throw new OneRoofError('ONE_ROOF_GATE_BLOCKED', `Request ${code} is not carried out: no signature counts`, {
      subject: code,
      expected: 'approval, and a signature that verifies with a pinned key',
      found: `status ${request.status}; ${found === '' ? 'nobody signed' : found}`,
      fix: [...new Set(judged.flatMap(({ fix }) => fix ?? []))].join(' ') || `\`one-roof request show ${code}\` says what is missing.`,
    });
  }
  await beginAct(session, { actor, actorKind, action: 'request.apply', reason, approvalRef: code });
  await handler(session, request, actor);
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
