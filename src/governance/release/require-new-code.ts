import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { parseRows } from '../../database/parse-rows.ts';

const Asked = z.object({
  request: z.string().nullable(),
  status: z.string().nullable(),
  may_ask: z.boolean(),
  packet: z.string(),
});

/**
 * Insists that no release has a code yet: what was asked for once stays what it is, so another packet of that code could not be asked for.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED naming the request.
 */
export async function requireNewCode(session: ReadSession, release: string): Promise<void> {
  const [asked] = parseRows(
    Asked,
    await session.query(
      `select request_code::text as request, request_status(request_code::text) as status, release_may_be_asked_anew(r) as may_ask,
         packet_tree_sha256 as packet
       from governance_release r where release_code::text = $1`,
      [release],
    ),
  );
  if (asked === undefined) return;
  const { request, status, may_ask: mayAsk, packet } = asked;
  throw new OneRoofError('ONE_ROOF_PRECONDITION_FAILED', `${release} was requested already, as ${String(request)}`, {
    subject: release,
    expected: 'a code that no release has',
    found: `${release}, with packet ${packet}; its request is ${String(status)}`,
    fix: `Choose another code.${
      mayAsk
        ? ' That packet can be requested again: `one-roof release request PACKET`.'
        : status === 'applied'
          ? ''
          : ` To request the existing packet again, its proposer first withdraws the request: \`one-roof request withdraw ${String(request)} --reason …\`.`
    }`,
  });
}
