import { randomUUID } from 'node:crypto';
import { COMMANDS } from '../../../contract/commands.ts';
import { RequestStatus } from '../../../contract/answers/ratification.ts';
import { OneRoofError } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { beginAct } from '../../../governance/acts/begin-act.ts';
import { applyRequest } from '../../../governance/ratification/handlers/apply-request.ts';
import { OPERATOR } from '../../../governance/ratification/request-reader.ts';
import { createRequest } from '../../../governance/ratification/commands/create-request.ts';
import { letRolesFile } from '../../../governance/ratification/requests/filing-roles.ts';
import { withdrawRequest } from '../../../governance/ratification/commands/change-request.ts';
import { listRequests } from '../../../governance/ratification/requests/list-requests.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { requestDetail } from '../../../governance/ratification/requests/request-detail.ts';
import type { Operator } from '../../operator.ts';
import { table } from '../../print.ts';
import type { Printout } from '../../print.ts';
import { readTextFile } from '../../read-text-file.ts';
import { requestText } from './request-text.ts';
import { terminal } from '../../../text/terminal.ts';

/** `one-roof request list [--status STATUS]` */
export async function listAll(operator: Operator, options: { status?: string }): Promise<Printout> {
  const status = options.status === undefined ? undefined : RequestStatus.safeParse(options.status);
  if (status?.success === false) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', 'There is no such status', {
      expected: RequestStatus.options.join(', '),
      found: options.status ?? '',
    });
  }
  const query = { sort: '-created_at', limit: 500, status: status?.data } as const;
  const { rows } = await operator.read((session) =>
    listRequests(session, query, OPERATOR, readTrust(operator.settings.trustFile)),
  );
  const text = table(
    ['code', 'status', 'about', 'title', 'proposer', 'expires'],
    rows.map((row) => [row.code, row.status, row.subject, row.title, row.proposer, row.expires_at]),
  );
  return { json: rows, text: rows.length === 0 ? terminal('No requests.') : text };
}

/** `one-roof request show CODE` */
export async function showRequest(operator: Operator, code: string): Promise<Printout> {
  const trust = readTrust(operator.settings.trustFile);
  const detail = await operator.read((session) => requestDetail(session, { code }, OPERATOR, trust));
  return { json: detail, text: requestText(detail) };
}

/** Options of a request that is filed at the command line. */
export interface CreateOptions {
  as: string;
  subject: string;
  title: string;
  reason: string;
  action?: string;
  packet?: string;
  plan?: string;
  proposed?: string;
  code?: string;
}

/** `one-roof request create --as EMAIL …`: files in somebody's name; with two people it waits until they confirm it themselves. */
export async function createOne(operator: Operator, options: CreateOptions): Promise<Printout> {
  const parsed = COMMANDS.createRequest.body.safeParse({
    code: options.code ?? `APR-${randomUUID().slice(0, 8).toUpperCase()}`,
    subject: options.subject,
    title: options.title,
    proposed_action_code: options.action,
    proposed_action: options.proposed === undefined ? {} : jsonFile(options.proposed),
    packet_tree_sha256: options.packet,
    plan_digest: options.plan,
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`);
  }
  const { data } = parsed;
  await operator.writeProduction(async (session) => {
    await beginAct(session, { ...operator.actor, action: 'request.create', reason: options.reason });
    await letRolesFile(session, operator.settings.requestRoles);
    await createRequest(session, data, await userOf(session, options.as), operator.actor.actor);
  });
  return showRequest(operator, data.code);
}

/** `one-roof request withdraw CODE` */
export async function withdraw(operator: Operator, code: string, reason: string): Promise<Printout> {
  await operator.writeProduction(async (session) => {
    await beginAct(session, { ...operator.actor, action: 'request.withdraw', reason });
    await withdrawRequest(session, code, reason);
  });
  return showRequest(operator, code);
}

/** `one-roof request apply CODE`: carries out what was ratified about seats, the policy or an event type. */
export async function applyOne(operator: Operator, code: string, reason: string): Promise<Printout> {
  const trust = readTrust(operator.settings.trustFile);
  await operator.writeProduction((session) => applyRequest(session, code, { ...operator.actor, reason }, trust));
  return showRequest(operator, code);
}

/** The Directus user with an e-mail. @throws SQLSTATE OR007 if there is none. */
export async function userOf(session: ReadSession, email: string): Promise<string> {
  return String((await session.query('select require_user($1)::text as id', [email])).rows[0]?.['id']);
}

function jsonFile(path: string): unknown {
  const text = readTextFile(path, '--proposed');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OneRoofError('ONE_ROOF_BAD_REQUEST', `${path} is not JSON`, {
      expected: 'a JSON object',
      found: (error as Error).message,
    });
  }
}
