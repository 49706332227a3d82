import { setTimeout } from 'node:timers/promises';
import type { Operator } from '../operator.ts';
import type { Printout } from '../print.ts';
import { gate } from './gate.ts';

interface Watching {
  quiet?: boolean;
  release?: string;
  json: boolean;
  /** Seconds. */
  interval: number;
}

/**
 * `one-roof gate --watch`: asks every few seconds and prints the answer whenever it is another one, until it is interrupted (SIGINT,
 * SIGTERM). The last answer is what it ends with, exit code included.
 */
export async function watchGate(operator: Operator, { interval, json, ...options }: Watching): Promise<Printout & { exitCode: number }> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  let printed = '';
  let answer = await gate(operator, options);
  while (!interrupted.signal.aborted) {
    const text = json ? JSON.stringify(answer.json) : answer.text;
    if (text !== printed) process.stdout.write(`${text}\n`);
    printed = text;
    await setTimeout(interval * 1000, undefined, { signal: interrupted.signal }).catch(() => undefined);
    answer = await gate(operator, options);
  }
  return answer;
}
