import type { Gate } from '../../contract/gate.ts';
import type { Session } from '../../database/session.ts';
import { judgeSignatures, releaseSignatures } from '../ratification/judged-signatures.ts';
import type { JudgedSignature } from '../ratification/judged-signatures.ts';
import type { Trust } from '../ratification/read-trust.ts';

type Condition = Gate['conditions'][number];

/** The signature is good, as far as can be told; whose it is cannot be. */
const UNPINNED: ReadonlySet<string | null> = new Set(['key_unpinned', 'key_expired', 'key_shared', 'trust_unreadable']);

/**
 * What SQL cannot know of the gate: whether the signatures that it counts were made over what they say, with keys that are pinned
 * now. ospa becomes the number of those that were. A signature that does not verify was tampered with, and blocks whatever else
 * there is; one by a key that is not pinned blocks where no other counts.
 *
 * @param conditions of gate_conditions() (SQL). Where that counts no signature, there is nothing to verify.
 * @param packet only signatures for this packet.
 */
export async function withVerifiedSignatures(
  session: Session,
  conditions: readonly Condition[],
  trust: Trust,
  packet: string | null = null,
): Promise<Condition[]> {
  const ospa = conditions.find(({ name }) => name === 'ospa');
  if (ospa === undefined || ospa.ok === null || !(Number(ospa.actual) > 0)) return [...conditions];
  const judged = await judgeSignatures(await releaseSignatures(session, packet), trust, new Date());
  const counted = judged.filter(({ problem }) => problem === null).length;
  const unpinned = judged.filter(({ problem }) => UNPINNED.has(problem));
  const invalid = judged.filter(({ problem }) => problem !== null && !UNPINNED.has(problem));
  const verified = [
    signatureCondition({
      name: 'ospa',
      expected: ospa.expected,
      actual: String(counted),
      ok: counted >= 1,
      blocker: 'ospa<1',
      fix: 'Whoever may sign signs the release request with a key that the trust file names. Software cannot do this.',
    }),
    signatureCondition({ name: 'keys', expected: 'pinned', blocker: 'key_unpinned', ...said(unpinned, 'pinned', counted > 0) }),
    signatureCondition({ name: 'signatures', expected: 'verify', blocker: 'signature_invalid', ...said(invalid, 'verify', false) }),
  ];
  return conditions.flatMap((condition) => (condition === ospa ? verified : [condition]));
}

function said(judged: readonly JudgedSignature[], good: string, tolerated: boolean): Pick<Condition, 'actual' | 'ok' | 'fix'> {
  const actual = judged.map(({ signature, problem, found }) => `${signature.signer} on ${signature.request_code}: ${problem} (${found})`);
  return {
    actual: actual.length === 0 ? good : actual.join('; '),
    ok: judged.length === 0 || tolerated,
    fix: [...new Set(judged.map(({ fix }) => fix))].join(' '),
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
