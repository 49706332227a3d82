import type { Target } from '../../contract/answers/decision.ts';
import type { Gate } from '../../contract/answers/gate.ts';
import type { DecisionFacts } from './decision-facts.ts';

/** The GO/NO-GO matrix: for each thing that could be done, whether it may be now, what it needs, and what was found. */
export function goMatrix(facts: DecisionFacts, gate: Gate): Target[] {
  const whole = gate.conditions.filter(({ name }) => name === 'views' || name === 'guards');
  const isWhole = whole.length > 0 && whole.every(({ ok }) => ok === true);
  const schema = isWhole ? 'views present, guards armed' : 'views missing or guards not armed';
  const seeded = facts.release?.status === 'applied';
  const verdict = [gate.verdict, ...gate.blockers].join(' ');
  const permit = facts.windowGrantedAt === null ? 'no run permit' : 'a run permit';
  return [
    target('regression suite', isWhole, 'views present and guards armed; every check undoes itself', schema),
    target(
      'rehearsals',
      isWhole && facts.hasPlan,
      'a registered plan; on a proven clone only, rolled back or restored',
      `${schema}, ${facts.hasPlan ? 'a plan' : 'no plan'}`,
    ),
    target(
      'ownership seed',
      gate.verdict === 'READY' && facts.windowGrantedAt !== null,
      'gate READY and a run permit',
      `${verdict}, ${permit}`,
    ),
    act(
      facts,
      'candidate materialisation',
      'governance_candidate_state',
      seeded,
      'the ownership seed is applied',
      seeded ? 'applied' : 'no release is applied',
    ),
    act(
      facts,
      'emit activation',
      null,
      isSigned(facts, 'activate_event_type'),
      'a ratified activate_event_type, and a process that reads the outbox',
      grantOf(facts, 'activate_event_type'),
    ),
    act(
      facts,
      'axis substrate',
      null,
      isSigned(facts, 'register_axis'),
      'a ratified register_axis',
      grantOf(facts, 'register_axis'),
    ),
    act(facts, 'tool execution', 'dot_command_run', false, 'a grant for each run; never unattended', 'none'),
  ];
}

/** Something that a later capability does: it is NO-GO while this version does not have it. */
function act(
  facts: DecisionFacts,
  name: string,
  relation: string | null,
  ok: boolean,
  gate: string,
  found: string,
): Target {
  const absent = relation !== null && facts.absent.includes(relation);
  return target(name, ok && !absent, gate, absent ? `${found}; this version cannot do it` : found);
}

function isSigned({ acts }: DecisionFacts, action: string): boolean {
  return acts.some((one) => one.action === action && one.signedAt !== null);
}

function grantOf(facts: DecisionFacts, action: string): string {
  return isSigned(facts, action) ? `${action} is ratified` : `no ratified ${action}`;
}

function target(name: string, go: boolean, gate: string, found: string): Target {
  return { target: name, status: go ? 'GO' : 'NO-GO', gate, found };
}
