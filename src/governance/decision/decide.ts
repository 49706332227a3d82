import type { Decision, Fabricated } from '../../contract/answers/decision.ts';
import { DecisionOption } from '../../contract/answers/decision.ts';
import type { Gate } from '../../contract/answers/gate.ts';
import type { ReadSession } from '../../database/sessions/session.ts';
import { evaluateGate } from '../gate/evaluate-gate.ts';
import type { Trust } from '../ratification/read-trust.ts';
import { blockerMap } from './blocker-map.ts';
import type { DecisionFacts } from './decision-facts.ts';
import { decisionOptions } from './decision-options.ts';
import { goMatrix } from './go-matrix.ts';
import { readVerifiedFacts } from './verified-selections.ts';

/** The decision packet, the blocker map and the GO/NO-GO matrix, in the caller's snapshot. It reads; it never selects anything. */
export async function readDecision(session: ReadSession, trust: Trust): Promise<Decision> {
  const facts = await readVerifiedFacts(session, trust);
  return decide(facts, await evaluateGate(session, trust, facts.release?.code ?? null));
}

/**
 * Derives the decision from the facts. An option is selected only by a signature, and in force only while its
 * preconditions hold.
 */
export function decide(facts: DecisionFacts, gate: Gate): Decision {
  const options = decisionOptions(facts, gate);
  const blockers = blockerMap(facts);
  const [selected] = facts.selections;
  const available = options.some(({ option, available: holds }) => option === selected?.option && holds);
  const counted = (state: Decision['blockers'][number]['state']) =>
    blockers.filter((blocker) => blocker.state === state).length;
  return {
    decision: selected !== undefined && available ? selected.option : 'HOLD_PRODUCTION',
    default: 'HOLD_PRODUCTION',
    selected_option: selected?.option ?? null,
    selected_by_request: selected?.request ?? null,
    release: facts.release?.code ?? null,
    profile: facts.profile,
    gate: gate.verdict,
    gate_blockers: gate.blockers,
    options,
    blockers,
    counts: {
      open: counted('open'),
      partially_discharged: counted('partially_discharged'),
      closed: counted('closed'),
      newly_closed: blockers.filter(({ newly_closed: isNew }) => isNew).length,
    },
    targets: goMatrix(facts, gate),
    fabricated_approvals: facts.fabricated.map((one) => ({ ...one, expected: 'a valid signature' })),
    evaluated_at: new Date(facts.now).toISOString(),
  };
}

/**
 * Finds claims of a filled-in decision document that nobody signed. A selection counts only if people signed the same.
 *
 * @param document any JSON; what it says of itself is not believed
 */
export function fabricatedIn(
  document: unknown,
  { selected_option: signed, selected_by_request: request }: Decision,
): Fabricated[] {
  const claimed =
    typeof document === 'object' && document !== null && 'selected_option' in document
      ? document.selected_option
      : null;
  if (claimed === null || claimed === undefined || claimed === signed) return [];
  const name = DecisionOption.safeParse(claimed);
  return [
    {
      claim: `the document says that ${name.success ? name.data : JSON.stringify(claimed)} is selected`,
      expected: 'a ratified request whose option it is',
      found: signed === null ? 'nothing was signed' : `${signed} was signed, by request ${String(request)}`,
    },
  ];
}
