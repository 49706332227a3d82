import { EXIT } from '../../../contract/errors.ts';
import type { GuardMode } from '../../../contract/answers/writes.ts';
import { acknowledgeStructure } from '../../../governance/guard/acknowledge-structure.ts';
import { guardStatus } from '../../../governance/guard/guard-status.ts';
import { disarmGuards, setGuardMode } from '../../../governance/guard/set-guard-mode.ts';
import { setWriteRule } from '../../../governance/guard/set-write-rule.ts';
import { armGuards } from '../../../governance/guard/tend-guards.ts';
import type { Operator } from '../../operator.ts';
import type { Printout } from '../../print.ts';
import { guardText, tendedText } from './guard-text.ts';
import { terminal } from '../../../text/terminal.ts';

/** `one-roof guard status`: modes, what is not armed, findings, drift, and what enforcing would block. */
export async function showGuard(operator: Operator): Promise<Printout> {
  const status = await operator.read(guardStatus);
  return { json: status, text: guardText(status) };
}

/** `one-roof guard mode MODE [--group CODE]` */
export async function setMode(
  operator: Operator,
  mode: GuardMode,
  options: { group?: string; reason: string },
): Promise<Printed> {
  const { group = null, reason } = options;
  await operator.write((session) => setGuardMode(session, group, mode, { ...operator.actor, reason }));
  return settled(
    operator,
    `The guards ${group === null ? 'of the deployment' : `of ${group}`} are now in mode ${mode}.`,
  );
}

/** `one-roof guard writes COLLECTION owned|free` */
export async function setWrites(
  operator: Operator,
  collection: string,
  rule: 'owned' | 'free',
  reason: string,
): Promise<Printed> {
  await operator.write((session) => setWriteRule(session, collection, rule === 'owned', { ...operator.actor, reason }));
  return settled(
    operator,
    rule === 'owned'
      ? `${collection} is written only while somebody is accountable for its execution.`
      : `${collection} is written freely.`,
  );
}

/** `one-roof guard acknowledge COLLECTION`: what DDL did to its table past the guards is known and accepted. */
export async function acknowledge(operator: Operator, collection: string, reason: string): Promise<Printout> {
  const accepted = await operator.write((session) =>
    acknowledgeStructure(session, collection, { ...operator.actor, reason }),
  );
  return {
    json: { collection, accepted },
    text: terminal(`Accepted of ${collection}:`, ...accepted.map((what) => `  ${what}`)),
  };
}

/** `one-roof guard arm`: puts back what was lost. Exit code 3 if something could not be. */
export function arm(operator: Operator): Promise<Printed> {
  return settled(operator, null);
}

/** `one-roof guard disarm`: off everywhere; only what notes changed credentials stays, where somebody holds a seat. */
export async function disarm(operator: Operator, reason: string): Promise<Printed> {
  await operator.write((session) => disarmGuards(session, { ...operator.actor, reason }));
  return settled(operator, 'Every guard is off.');
}

type Printed = Printout & { exitCode: number };

async function settled(operator: Operator, said: string | null): Promise<Printed> {
  const tended = await armGuards((work) => operator.write(work));
  const lines = [...(said === null ? [] : [said]), ...tendedText(tended)];
  return {
    json: { guards: tended },
    text: lines.length > 0 ? terminal(...lines) : terminal('Every guard is as it should be.'),
    exitCode: tended.some(({ problem }) => problem !== null) ? EXIT.refused : EXIT.done,
  };
}
