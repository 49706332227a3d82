import { closedGate, evaluateGate } from '../../governance/gate/evaluate-gate.ts';
import { DatabaseRefusal } from '../../database/refusal.ts';
import type { Gate } from '../../contract/gate.ts';
import { readTrust } from '../../governance/ratification/read-trust.ts';
import type { Operator } from '../operator.ts';
import type { Printout } from '../print.ts';
import { gateText } from './gate-text.ts';

const EXIT_CODE = { READY: 0, BLOCKED: 10 } as const;

/** `one-roof gate`: READY or BLOCKED and why. Exit code 0 or 10; a gate that cannot be read is BLOCKED. */
export async function gate(operator: Operator, options: { quiet?: boolean }): Promise<Printout & { exitCode: number }> {
  const answer = await readGate(operator);
  return { json: answer, text: options.quiet ? answer.verdict : gateText(answer), exitCode: EXIT_CODE[answer.verdict] };
}

async function readGate(operator: Operator): Promise<Gate> {
  try {
    return await operator.read((session) => evaluateGate(session, readTrust(operator.settings.trustFile)));
  } catch (thrown) {
    if (thrown instanceof DatabaseRefusal) return closedGate(thrown);
    throw thrown;
  }
}
