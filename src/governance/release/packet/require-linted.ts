import { OneRoofError } from '../../../contract/errors.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { readPlan } from '../../plan/read-plan.ts';
import { lintFacts } from './lint/lint-facts.ts';
import type { ReleasePacket } from './read-packet.ts';

/**
 * Insists that nothing is found in a packet: before it is rehearsed, put before people, or carried out. What is judged are the bytes in
 * memory, against the database of the session.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED with the first finding.
 */
export async function requireLinted(session: ReadSession, { release, payload }: ReleasePacket): Promise<void> {
  const { lintPacket } = await import('./lint/lint-packet.ts'); // PostgreSQL's parser: 2 MB
  const plan = readPlan(Buffer.from(payload.get('plan.yaml') ?? []).toString('utf8'));
  const findings = await lintPacket({ files: payload, plan, facts: await lintFacts(session) });
  const [first] = findings;
  if (first === undefined) return;
  const { rule, file, line, message, expected, found, fix } = first;
  throw new OneRoofError(
    'ONE_ROOF_PRECONDITION_FAILED',
    `The packet of release ${release} is not fit to be carried out: ${message}`,
    {
      subject: line === null ? file : `${file}:${line}`,
      expected,
      found,
      fix: findings.length === 1 ? fix : `${fix} \`one-roof release lint\` names the other ${findings.length - 1}.`,
      reason: rule,
    },
  );
}
