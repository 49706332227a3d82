import { z } from 'zod';
import { OneRoofError } from '../../contract/errors.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import type { Actor } from '../acts/actor.ts';
import { parseRow } from '../../database/parse-rows.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { countVerified } from '../ratification/requests/verified-acts.ts';
import type { Refused } from '../../signing/signature-problem.ts';
import { judgeRehearsal, REHEARSE_AGAIN } from '../rehearsal/judge-rehearsal.ts';
import type { RehearsalEvidence } from '../rehearsal/judge-rehearsal.ts';
import type { Rehearsal } from '../rehearsal/rehearsal-statement.ts';
import type { ReleasePacket } from './packet/read-packet.ts';

/** The evidence of rehearsals that a packet brings along, judged. */
export interface JudgedRehearsals {
  counted: Rehearsal[];
  /** The signed statements of those that count. */
  evidence: RehearsalEvidence[];
  /** Why the rest counts for nothing. */
  ignored: Refused[];
}

/** Judges the rehearsals that a packet brings along. Writes nothing. */
export async function judgeRehearsals(
  session: ReadSession,
  { packetTree, rehearsals }: ReleasePacket,
  trust: Trust,
): Promise<JudgedRehearsals> {
  const { production } = parseRow(
    z.object({ production: z.string() }),
    await session.query('select environment_name() as production'),
  );
  const now = new Date();
  const judged = rehearsals.map((evidence) => ({
    evidence,
    verdict: judgeRehearsal(evidence, { packet: packetTree, production }, trust, now),
  }));
  return {
    counted: judged.flatMap(({ verdict }) => (verdict.ok ? [verdict.rehearsal] : [])),
    evidence: judged.flatMap(({ evidence, verdict }) => (verdict.ok ? [evidence] : [])),
    ignored: judged.flatMap(({ verdict }) => (verdict.ok ? [] : [verdict])),
  };
}

/**
 * Insists on what condition 10 of the gate asks for, before anybody is asked: rehearsal_is_missing() (SQL), in the transaction of
 * countVerified(), says whether it lacks. A request without it could be voted on and signed, and never be READY.
 *
 * @throws OneRoofError ONE_ROOF_PRECONDITION_FAILED with the line that mends it.
 */
export async function requireRehearsed(
  session: ReadSession,
  { folder, packetTree, release }: ReleasePacket,
  { counted, ignored }: Pick<JudgedRehearsals, 'counted' | 'ignored'>,
): Promise<void> {
  const { missing } = parseRow(
    z.object({ missing: z.boolean() }),
    await session.query('select rehearsal_is_missing($1, $2) as missing', [packetTree, counted.length]),
  );
  if (!missing) return;
  const otherwise = new Set(ignored.map(({ fix }) => fix).filter((fix) => fix !== REHEARSE_AGAIN));
  throw new OneRoofError(
    'ONE_ROOF_PRECONDITION_FAILED',
    `No rehearsal of ${release} counts, so the gate could not open for it`,
    {
      subject: release,
      expected: 'a rehearsal of exactly this packet, signed by a key that the trust file names for rehearsals',
      found:
        ignored.length === 0
          ? 'none'
          : ignored
              .map(
                ({ problem, expected, found }) =>
                  `one that does not count: ${problem} (expected ${expected}, found ${found})`,
              )
              .join('; '),
      fix: [
        ...otherwise,
        `Rehearse it and sign that: \`one-roof release rehearse ${folder} --on CLONE --key FILE\`. Then ask again.`,
      ].join(' Or: '),
    },
  );
}

/** Tells whether the profile wants a release rehearsed, and that signed, before people are asked about it. */
export async function wantsRehearsal(session: ReadSession): Promise<boolean> {
  return parseRow(z.object({ wanted: z.boolean() }), await session.query('select wants_rehearsal() as wanted')).wanted;
}

/** Records the rehearsals that count and are not recorded yet; with one, the release counts as rehearsed. */
export async function recordRehearsals(
  session: ReadSession,
  { release, packetTree }: ReleasePacket,
  evidence: readonly RehearsalEvidence[],
  { actor, trust }: Pick<Actor, 'actor'> & { trust: Trust },
): Promise<void> {
  await session.query('select record_rehearsals($1, $2)', [JSON.stringify(evidence), actor]);
  await countVerified(session, trust);
  await session.query('select mark_rehearsed($1, $2)', [release, packetTree]);
}
