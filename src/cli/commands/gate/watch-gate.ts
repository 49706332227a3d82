import { setTimeout } from 'node:timers/promises';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { gate } from './gate.ts';
import type { GateOptions } from './gate.ts';
import { terminalJson } from '../../../text/terminal.ts';
import { printOut } from '../../to-terminal.ts';

interface Watching extends GateOptions {
  json: boolean;
  /** Seconds. */
  interval: number;
}

/**
 * `one-roof gate --watch`: asks every few seconds and prints the answer whenever it is another one, until it is interrupted (SIGINT,
 * SIGTERM). The last answer is what it ends with, exit code included.
 */
export async function watchGate(
  operator: Operator,
  { interval, json, ...options }: Watching,
): Promise<Printout & { exitCode: number }> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  let printed = '';
  let answer = await gate(operator, options);
  while (!interrupted.signal.aborted) {
    const text = json ? terminalJson(answer.json) : answer.text;
    if (String(text) !== printed) printOut(text);
    printed = String(text);
    await setTimeout(interval * 1000, undefined, { signal: interrupted.signal }).catch(() => undefined);
    answer = await gate(operator, options);
  }
  return answer;
}
