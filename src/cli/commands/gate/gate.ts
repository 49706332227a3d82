import { EXIT } from '../../../contract/errors.ts';
import { closedGate, evaluateGate } from '../../../governance/gate/evaluate-gate.ts';
import { z } from 'zod';
import { DatabaseRefusal } from '../../../database/refusal.ts';
import type { ReadSession } from '../../../database/sessions/session.ts';
import { parseRow } from '../../../database/parse-rows.ts';
import type { Gate } from '../../../contract/answers/gate.ts';
import { readTrust } from '../../../governance/ratification/read-trust.ts';
import { readPacket } from '../../../governance/release/packet/read-packet.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { verifiedStanding } from '../../../governance/release/verified-standing.ts';
import { gateText } from './gate-text.ts';
import { unratified } from '../release/release-text.ts';
import { terminal } from '../../../text/terminal.ts';

const EXIT_CODE = { READY: EXIT.done, BLOCKED: EXIT.blocked, APPLIED: EXIT.applied } as const;

/** Options of the gate: a release, by its code or by its packet. Without either, the next one is judged. */
export interface GateOptions {
  quiet?: boolean;
  release?: string;
  packet?: string;
}

/** `one-roof gate`: READY or BLOCKED and why. Exit code 0 or 10, or 11 where a release is APPLIED; a gate that cannot be read is BLOCKED. */
export async function gate(operator: Operator, options: GateOptions): Promise<Printout & { exitCode: number }> {
  const packet = options.packet === undefined ? null : await readPacket(options.packet);
  const asked = await readGate(operator, options.release ?? packet?.release ?? null, packet?.packetTree ?? null);
  const { answer, verified, ratified } = asked;
  const told = verified === null ? [] : ['', `VERIFIED: ${verified}`, `(for psql alone: -v verified=${verified})`];
  const said = ratified === false ? ['', unratified(answer.release ?? '')] : told;
  return {
    json: { ...answer, verified, ratified },
    text: options.quiet ? terminal(answer.verdict) : terminal(gateText(answer), ...said),
    exitCode: EXIT_CODE[answer.verdict],
  };
}

/** The gate, and where it is READY the digest of what was verified, which is what 99_run_all.sql asks for. */
interface Asked {
  answer: Gate;
  verified: string | null;
  /** True if the ratification of an applied release verifies; null if none is applied. */
  ratified: boolean | null;
}

async function readGate(operator: Operator, release: string | null, packet: string | null): Promise<Asked> {
  try {
    return await operator.read(async (session) => {
      const trust = readTrust(operator.settings.trustFile);
      const answer = await evaluateGate(session, trust, release, packet);
      const isApplied = answer.verdict === 'APPLIED' && answer.release !== null;
      return {
        answer,
        verified: answer.verdict === 'READY' ? await boundActs(session, answer.release) : null,
        ratified: isApplied ? (await verifiedStanding(session, answer.release ?? '', trust)).ok : null,
      };
    });
  } catch (thrown) {
    if (thrown instanceof DatabaseRefusal) return { answer: closedGate(thrown), verified: null, ratified: null };
    throw thrown;
  }
}

async function boundActs(session: ReadSession, release: string | null): Promise<string | null> {
  const Digest = z.object({ digest: z.string().nullable() });
  return parseRow(Digest, await session.query('select bound_acts_digest($1) as digest', [release])).digest;
}
