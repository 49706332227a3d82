import type { Gate } from '../../contract/answers/gate.ts';
import { visible } from '../../text/unprintable.ts';
import { isAbout, isTampered, isUnpinned } from '../ratification/requests/verified-acts.ts';
import type { VerifiedAct } from '../ratification/requests/verified-acts.ts';

type Condition = Gate['conditions'][number];

const NAMES = {
  vote: 'the vote',
  sign: 'the signature',
  permit: 'the run permit',
  confirm: 'the confirmation',
  pin: 'the confirmation of a key',
} as const;

/**
 * The conditions of the gate that SQL cannot know: whether what people signed about the release was made over what it says, with keys
 * that are pinned. The conditions of gate_conditions() (SQL), asked for after countVerified(), count only what verifies already; these
 * name what does not. An act that does not verify was tampered with, and blocks whatever else there is; one by a key that is not pinned
 * blocks where the release is not ratified without it.
 *
 * @param acts of countVerified().
 * @param packet only acts about this packet.
 */
export function withVerifiedSignatures(
  conditions: readonly Condition[],
  acts: readonly VerifiedAct[],
  packet: string | null,
): Condition[] {
  const ospa = conditions.find(({ name }) => name === 'ospa');
  const about = acts.filter(({ act }) => isAbout(act, packet));
  if (ospa === undefined || ospa.ok === null || about.length === 0) return [...conditions];
  const unpinned = about.filter(({ problem }) => isUnpinned(problem));
  const invalid = about.filter(({ problem }) => isTampered(problem));
  const judged = [
    signatureCondition({
      name: 'keys',
      expected: 'pinned',
      blocker: 'key_unpinned',
      ...said(unpinned, 'pinned', ospa.ok),
    }),
    signatureCondition({
      name: 'signatures',
      expected: 'verify',
      blocker: 'signature_invalid',
      ...said(invalid, 'verify', false),
    }),
  ];
  return conditions.flatMap((condition) => (condition === ospa ? [condition, ...judged] : [condition]));
}

function said(
  judged: readonly VerifiedAct[],
  good: string,
  tolerated: boolean,
): Pick<Condition, 'actual' | 'ok' | 'fix'> {
  const actual = judged.map(
    ({ act, problem, found }) =>
      `${NAMES[act.act]} of ${act.signer} on ${act.request_code}: ${String(problem)} (${String(found)})`,
  );
  return {
    actual: actual.length === 0 ? good : actual.join('; '),
    ok: judged.length === 0 || tolerated,
    // A line each: what is to be added to the trust file is copied from here.
    fix: [...new Set(judged.map(({ fix }) => visible(fix ?? '')))].join('\n'),
  };
}

function signatureCondition(condition: Omit<Condition, 'condition'>): Condition {
  return {
    condition: 2,
    ...condition,
    blocker: condition.ok === true ? null : condition.blocker,
    fix: condition.ok === true ? null : condition.fix,
  };
}
