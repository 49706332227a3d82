import type { Decision, Precondition } from '../../contract/answers/decision.ts';
import type { Gate } from '../../contract/answers/gate.ts';
import type { DecisionFacts } from './decision-facts.ts';

/** The options, each with what must hold before it (it includes what the one before it needs) and the grants that it needs. */
export function decisionOptions(facts: DecisionFacts, gate: Gate): Decision['options'] {
  const toRead: Precondition[] = [
    holds('database', 'the declared production database', facts.environment, facts.isProduction),
    holds('plan', 'registered', facts.hasPlan ? 'registered' : 'none', facts.hasPlan),
    holds(
      'release',
      'a sealed packet',
      facts.release === null ? 'none' : `release ${facts.release.code}`,
      facts.release !== null,
    ),
    ...gate.conditions
      .filter(({ name }) => name === 'guards' || name === 'views')
      .map(({ name, expected, actual, ok }) => holds(name, expected, actual, ok === true)),
  ];
  const { txn, snap } = facts.rehearsals;
  const toCheck: Precondition[] = [
    ...toRead,
    holds(
      'rehearsal',
      facts.rehearsalNeeded ? 'of exactly this packet' : 'not needed in this profile',
      `${txn + snap} of this packet`,
      !facts.rehearsalNeeded || txn + snap > 0,
    ),
    holds(
      'request',
      'for exactly this packet',
      facts.request === null ? 'none' : `${facts.request.code} is ${facts.request.status}`,
      facts.request !== null,
    ),
  ];
  const ratified = facts.request?.status === 'approved' && facts.request.signedAt !== null;
  const toRun: Precondition[] = [
    ...toCheck,
    holds(
      'ratification',
      'approved and signed',
      facts.request === null ? 'none' : `${facts.request.status}, ${ratified ? 'signed' : 'not signed'}`,
      ratified,
    ),
    holds('gate', 'READY', [gate.verdict, ...gate.blockers].join(' '), gate.verdict === 'READY'),
    holds(
      'run permit',
      'granted',
      facts.windowGrantedAt === null ? 'none' : `granted at ${facts.windowGrantedAt}`,
      facts.windowGrantedAt !== null,
    ),
  ];
  const signedFor = new Set<string>(facts.selections.map(({ option }) => option));
  const signature = (option: string) => ({
    grant: `a ratified request whose option is ${option}`,
    held: signedFor.has(option),
  });
  const dryRun = 'AUTHORIZE_PRODUCTION_DRYRUN_ONLY';
  const precheck = 'AUTHORIZE_PRODUCTION_REALRUN_PRECHECK_ONLY';
  const execution = 'AUTHORIZE_PRODUCTION_EXECUTION';
  return [
    option('HOLD_PRODUCTION', 'nothing', [], []),
    option(dryRun, 'running the release in a transaction that is rolled back, where entry equals exit', toRead, [
      signature(dryRun),
    ]),
    option(precheck, 'all checks of a run, which changes nothing', toCheck, [signature(precheck)]),
    option(execution, 'one run of exactly this packet', toRun, [
      signature(execution),
      { grant: 'the ratified release request', held: ratified },
      { grant: 'the run permit', held: facts.windowGrantedAt !== null },
      ...facts.acts.map(({ action, signedAt }) => ({
        grant: `${action}, a grant of its own, for that act only`,
        held: signedAt !== null,
      })),
    ]),
  ];
}

function option(
  name: Decision['options'][number]['option'],
  authorises: string,
  preconditions: Precondition[],
  grants: Decision['options'][number]['grants'],
): Decision['options'][number] {
  return { option: name, authorises, available: preconditions.every(({ ok }) => ok), preconditions, grants };
}

function holds(name: string, expected: string, found: string, ok: boolean): Precondition {
  return { name, expected, found, ok };
}
