import type { Blocker, BlockerState } from '../../contract/answers/decision.ts';
import type { DecisionFacts } from './decision-facts.ts';

interface Found {
  state: BlockerState;
  evidence: string;
  /** When what closed it happened, where that is known. */
  closedAt?: string | null;
}

type Known = Omit<Blocker, 'state' | 'evidence' | 'newly_closed'> & { found: (facts: DecisionFacts) => Found };

const EXECUTION = 'execution';

/** The seven blockers that stand before every first release. Only a fact closes one: a design or a document closes none. */
const BLOCKERS: readonly Known[] = [
  {
    id: 'NO_RATIFICATION',
    meaning: 'People have not ratified the release',
    actor: 'the council and the president',
    closes: 'The council votes and the president signs the request for exactly this packet.',
    blocks: [EXECUTION],
    found: ({ request }) => {
      if (request === null) return { state: 'open', evidence: 'no request for the packet of a release' };
      const evidence = `request ${request.code} is ${request.status}, ${request.signedAt === null ? 'not signed' : 'signed'}`;
      const approved = ['approved', 'applied'].includes(request.status);
      if (approved && request.signedAt !== null) return { state: 'closed', evidence, closedAt: request.signedAt };
      return { state: approved ? 'partially_discharged' : 'open', evidence };
    },
  },
  {
    id: 'NO_REHEARSAL_ON_PRODUCTION_SHAPE',
    meaning: 'The release was not rehearsed on a clone with the shape of production',
    actor: 'an operator',
    closes: 'A committed rehearsal of exactly this packet on a proven clone.',
    blocks: [EXECUTION],
    found: ({ rehearsals }) => rehearsed(rehearsals, 'rehearsals of this packet'),
  },
  {
    id: 'ROLLBACK_UNPROVEN',
    meaning: 'Nobody has shown that the release can be taken back',
    actor: 'an operator',
    closes: 'A committed rehearsal whose fingerprint after the rollback is the one before.',
    blocks: [EXECUTION],
    found: ({ rehearsals }) => rehearsed(rehearsals, 'rehearsals of this packet that were taken back'),
  },
  {
    id: 'CI_SEAL_NOT_ADOPTED',
    meaning: 'The check of seals is delivered, and the owner of the repository has not adopted it',
    actor: 'the owner of the repository',
    closes: 'The check is required on the branch of production, and a ratified request with closes_blocker says so.',
    blocks: ['ci'],
    found: (facts) => ratified(facts, 'CI_SEAL_NOT_ADOPTED'),
  },
  {
    id: 'OPERATOR_INPUT_MISSING',
    meaning: 'There is no isolated clone with the shape of production and without secrets',
    actor: 'an operator',
    closes: 'A rehearsal on a copy of production that an operator made, or a ratified request with closes_blocker.',
    blocks: ['rehearsal on the shape of production'],
    found: (facts) => {
      const said = ratified(facts, 'OPERATOR_INPUT_MISSING');
      return said.state === 'closed' ? said : rehearsed(facts.rehearsals, 'rehearsals on a clone');
    },
  },
  {
    id: 'EXECUTION_GRANT_MISSING',
    meaning: 'Nobody has signed the permit of the run',
    actor: 'a seat holder who is neither the operator nor who asked',
    closes: '`one-roof release permit`, after the signature; it is used once and ends by itself.',
    blocks: [EXECUTION],
    found: ({ windowGrantedAt: at }) =>
      at === null
        ? { state: 'open', evidence: 'no run permit that can be used' }
        : { state: 'closed', evidence: `granted at ${at}`, closedAt: at },
  },
  {
    id: 'SEPARATE_GRANTS_MISSING',
    meaning: 'Acts besides the release need a grant of their own, one each',
    actor: 'the council and the president',
    closes: 'A ratified request for each act.',
    blocks: ['those acts'],
    found: ({ acts }) => {
      const signed = acts.flatMap(({ signedAt }) => signedAt ?? []);
      const evidence = `${signed.length} of ${acts.length} acts have one`;
      if (signed.length === 0 || acts.length === 0) return { state: 'open', evidence };
      if (signed.length < acts.length) return { state: 'partially_discharged', evidence };
      return { state: 'closed', evidence, closedAt: signed.sort().at(-1) ?? null };
    },
  },
];

/** The blocker map: what stands in the way, its state as the facts have it, who can close it, and how. */
export function blockerMap(facts: DecisionFacts): Blocker[] {
  return BLOCKERS.map(({ found, ...known }) => {
    const { state, evidence, closedAt = null } = found(facts);
    const isNew = closedAt !== null && Date.parse(facts.now) - Date.parse(closedAt) <= NEW;
    return { ...known, state, evidence, newly_closed: state === 'closed' && isNew };
  });
}

/** How long a blocker counts as newly closed: 7 days. */
const NEW = 7 * 86_400_000;

/** In one transaction that is rolled back, a rehearsal shows half of it: nothing was committed, and nothing restored. */
function rehearsed({ txn, snap, snapAt }: DecisionFacts['rehearsals'], what: string): Found {
  const evidence = `${what}: ${snap} committed, ${txn} in a transaction`;
  return { state: snap > 0 ? 'closed' : txn > 0 ? 'partially_discharged' : 'open', evidence, closedAt: snapAt };
}

/** Fact that the database does not have itself: people state and sign it. */
function ratified({ closings }: DecisionFacts, id: string): Found {
  const signed = closings.filter(({ blocker }) => blocker === id).map(({ signedAt }) => signedAt);
  const closedAt = signed.sort().at(-1);
  return closedAt === undefined
    ? { state: 'open', evidence: 'no ratified request says that it is done' }
    : { state: 'closed', evidence: `ratified at ${closedAt}`, closedAt };
}
