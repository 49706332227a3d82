import { closedGate, evaluateGate } from '../../governance/gate/evaluate-gate.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import type { Gate } from '../../contract/gate.ts';
import { readTrust } from '../../governance/ratification/read-trust.ts';
import type { Operator } from '../operator.ts';
import type { Printout } from '../print.ts';
import { gateText } from './gate-text.ts';

const EXIT_CODE = { READY: 0, BLOCKED: 10, APPLIED: 11 } as const;

/** `one-roof gate`: READY or BLOCKED and why. Exit code 0 or 10, or 11 where a release is APPLIED; a gate that cannot be read is BLOCKED. */
export async function gate(operator: Operator, options: { quiet?: boolean; release?: string }): Promise<Printout & { exitCode: number }> {
  const answer = await readGate(operator, options.release ?? null);
  return { json: answer, text: options.quiet ? answer.verdict : gateText(answer), exitCode: EXIT_CODE[answer.verdict] };
}

async function readGate(operator: Operator, release: string | null): Promise<Gate> {
  try {
    return await operator.read((session) => evaluateGate(session, readTrust(operator.settings.trustFile), release));
  } catch (thrown) {
    if (thrown instanceof DatabaseRefusal) return closedGate(thrown);
    throw thrown;
  }
}
