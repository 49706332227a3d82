import { describe, expect, it } from 'vitest';
import { Decision } from '../../src/contract/answers/decision.ts';
import type { Gate } from '../../src/contract/answers/gate.ts';
import { decide, fabricatedIn } from '../../src/governance/decision/decide.ts';
import type { DecisionFacts } from '../../src/governance/decision/decision-facts.ts';
import { decisionMarkdown } from '../../src/governance/decision/decision-markdown.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const RECENTLY = '2026-11-20T12:00:00.000Z';
const LONG_AGO = '2026-10-01T12:00:00.000Z';
const EXECUTION = 'AUTHORIZE_PRODUCTION_EXECUTION';

/** A project on its first day, but for what is changed. */
function facts(change: Partial<DecisionFacts> = {}): DecisionFacts {
  return {
    now: NOW,
    environment: 'production',
    isProduction: true,
    hasPlan: true,
    profile: 'council',
    rehearsalNeeded: true,
    release: null,
    request: null,
    windowGrantedAt: null,
    rehearsals: { txn: 0, snap: 0, snapAt: null },
    selections: [],
    closings: [],
    acts: [
      { action: 'activate_event_type', signedAt: null },
      { action: 'register_axis', signedAt: null },
    ],
    absent: ['dot_command_run', 'governance_candidate_state'],
    fabricated: [],
    ...change,
  };
}

/** Everything that a run needs. */
const ready: Partial<DecisionFacts> = {
  release: { code: 'REL-1', status: 'rehearsed' },
  request: { code: 'APR-1', status: 'approved', signedAt: RECENTLY },
  windowGrantedAt: RECENTLY,
  rehearsals: { txn: 1, snap: 1, snapAt: null },
};
const selected: Partial<DecisionFacts> = { selections: [{ request: 'APR-2', option: EXECUTION, signedAt: RECENTLY }] };

function gate(verdict: Gate['verdict'], armed = true): Gate {
  const conditions = ['views', 'guards'].map((name) => ({
    condition: 8,
    name,
    expected: 'e',
    actual: 'a',
    ok: armed,
    blocker: null,
    fix: null,
  }));
  return {
    verdict,
    release: null,
    blockers: verdict === 'READY' ? [] : ['ospa<1'],
    ospa: 0,
    gap: 210,
    profile: 'council',
    database: null,
    warnings: [],
    conditions,
  };
}

const states = ({ blockers }: Decision) => Object.fromEntries(blockers.map(({ id, state }) => [id, state]));
const availability = ({ options }: Decision) => options.map(({ available }) => available);
const go = ({ targets }: Decision) => targets.filter(({ status }) => status === 'GO').map(({ target }) => target);

describe('a decision', () => {
  it('holds production at the start: seven open, nothing selected, and what undoes itself is GO', () => {
    const decision = decide(facts(), gate('BLOCKED'));
    expect(Decision.parse(decision)).toEqual(decision);
    expect(decision).toMatchObject({
      decision: 'HOLD_PRODUCTION',
      default: 'HOLD_PRODUCTION',
      selected_option: null,
      fabricated_approvals: [],
    });
    expect(decision.counts).toEqual({ open: 7, partially_discharged: 0, closed: 0, newly_closed: 0 });
    expect(availability(decision)).toEqual([true, false, false, false]);
    expect(decision.targets.map(({ target }) => target)).toEqual([
      'regression suite',
      'rehearsals',
      'ownership seed',
      'candidate materialisation',
      'emit activation',
      'axis substrate',
      'tool execution',
    ]);
    expect(go(decision)).toEqual(['regression suite', 'rehearsals']);
  });

  it('is never made by software: with everything there, it still holds', () => {
    const decision = decide(facts(ready), gate('READY'));
    expect(availability(decision)).toEqual([true, true, true, true]);
    expect(decision).toMatchObject({ decision: 'HOLD_PRODUCTION', selected_option: null });
    expect(go(decision)).toContain('ownership seed');
  });

  it('is what people signed for, while what it needs holds', () => {
    expect(decide(facts({ ...ready, ...selected }), gate('READY'))).toMatchObject({
      decision: EXECUTION,
      selected_option: EXECUTION,
      selected_by_request: 'APR-2',
    });
    for (const [missing, verdict] of [
      [{ isProduction: false }, 'READY'],
      [{ hasPlan: false }, 'READY'],
      [{ release: null }, 'READY'],
      [{ rehearsals: { txn: 0, snap: 0, snapAt: null } }, 'READY'],
      [{ request: null }, 'READY'],
      [{ request: { code: 'APR-1', status: 'approved', signedAt: null } }, 'READY'],
      [{ request: { code: 'APR-1', status: 'pending', signedAt: RECENTLY } }, 'READY'],
      [{ windowGrantedAt: null }, 'READY'],
      [{}, 'BLOCKED'],
    ] as const) {
      const decision = decide(facts({ ...ready, ...selected, ...missing }), gate(verdict));
      expect(decision, JSON.stringify(missing)).toMatchObject({
        decision: 'HOLD_PRODUCTION',
        selected_option: EXECUTION,
      });
      expect(availability(decision)[3]).toBe(false);
    }
    expect(decide(facts({ ...ready, ...selected }), gate('READY', false)).decision).toBe('HOLD_PRODUCTION');
  });

  it('opens the weaker options before the stronger', () => {
    const { release, request, rehearsals } = ready as Required<typeof ready>;
    expect(availability(decide(facts({ release }), gate('BLOCKED')))).toEqual([true, true, false, false]);
    expect(availability(decide(facts({ release, request, rehearsals }), gate('BLOCKED')))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const withoutRehearsal = facts({ release, request, profile: 'two_person', rehearsalNeeded: false });
    expect(availability(decide(withoutRehearsal, gate('BLOCKED')))[2]).toBe(true);
  });
});

describe('a blocker', () => {
  it.each<[string, Partial<DecisionFacts>, string]>([
    ['NO_RATIFICATION', { request: { code: 'A', status: 'pending', signedAt: null } }, 'open'],
    ['NO_RATIFICATION', { request: { code: 'A', status: 'approved', signedAt: null } }, 'partially_discharged'],
    ['NO_RATIFICATION', { request: { code: 'A', status: 'approved', signedAt: RECENTLY } }, 'closed'],
    ['NO_RATIFICATION', { request: { code: 'A', status: 'expired', signedAt: RECENTLY } }, 'open'],
    ['NO_REHEARSAL_ON_PRODUCTION_SHAPE', { rehearsals: { txn: 1, snap: 0, snapAt: null } }, 'partially_discharged'],
    ['ROLLBACK_UNPROVEN', { rehearsals: { txn: 0, snap: 1, snapAt: null } }, 'closed'],
    ['CI_SEAL_NOT_ADOPTED', { closings: [{ blocker: 'CI_SEAL_NOT_ADOPTED', signedAt: RECENTLY }] }, 'closed'],
    ['CI_SEAL_NOT_ADOPTED', { closings: [{ blocker: 'OPERATOR_INPUT_MISSING', signedAt: RECENTLY }] }, 'open'],
    ['OPERATOR_INPUT_MISSING', { closings: [{ blocker: 'OPERATOR_INPUT_MISSING', signedAt: RECENTLY }] }, 'closed'],
    ['EXECUTION_GRANT_MISSING', { windowGrantedAt: RECENTLY }, 'closed'],
    [
      'SEPARATE_GRANTS_MISSING',
      {
        acts: [
          { action: 'a', signedAt: RECENTLY },
          { action: 'b', signedAt: null },
        ],
      },
      'partially_discharged',
    ],
    ['SEPARATE_GRANTS_MISSING', { acts: [{ action: 'a', signedAt: RECENTLY }] }, 'closed'],
    ['SEPARATE_GRANTS_MISSING', { acts: [] }, 'open'],
  ])('%s %j is %s', (id, change, state) => {
    expect(states(decide(facts(change), gate('BLOCKED')))[id]).toBe(state);
  });

  it('is newly closed for seven days', () => {
    const closed = (signedAt: string) =>
      decide(facts({ closings: [{ blocker: 'CI_SEAL_NOT_ADOPTED', signedAt }] }), gate('BLOCKED')).counts;
    expect(closed(RECENTLY)).toEqual({ open: 6, partially_discharged: 0, closed: 1, newly_closed: 1 });
    expect(closed(LONG_AGO)).toEqual({ open: 6, partially_discharged: 0, closed: 1, newly_closed: 0 });
  });
});

describe('the matrix', () => {
  it.each<[string, Partial<DecisionFacts>, string[]]>([
    [
      'candidates need the seed and the capability',
      { release: { code: 'R', status: 'applied' }, absent: [] },
      ['candidate materialisation'],
    ],
    ['without the capability there are none', { release: { code: 'R', status: 'applied' } }, []],
    [
      'an event type needs its own grant',
      { acts: [{ action: 'activate_event_type', signedAt: RECENTLY }] },
      ['emit activation'],
    ],
    ['so does an axis', { acts: [{ action: 'register_axis', signedAt: RECENTLY }] }, ['axis substrate']],
    ['tools run nowhere', { absent: [] }, []],
  ])('%s', (_title, change, more) => {
    expect(go(decide(facts(change), gate('BLOCKED')))).toEqual(['regression suite', 'rehearsals', ...more]);
  });

  it('is NO-GO throughout where the guards are not armed', () => {
    expect(go(decide(facts(), gate('BLOCKED', false)))).toEqual([]);
  });
});

describe('a fabricated approval', () => {
  const held = decide(facts(), gate('BLOCKED'));
  const signed = decide(facts(selected), gate('BLOCKED'));

  it('is a selection in a document that nobody signed', () => {
    for (const document of [
      { selected_option: EXECUTION },
      { selected_option: 'HOLD_PRODUCTION' },
      { selected_option: true },
    ]) {
      expect(fabricatedIn(document, held)).toMatchObject([{ found: 'nothing was signed' }]);
    }
    expect(fabricatedIn({ selected_option: 'AUTHORIZE_PRODUCTION_DRYRUN_ONLY' }, signed)[0]?.found).toContain('APR-2');
  });

  it('is none where nothing is selected, or what was signed', () => {
    for (const document of [null, {}, { selected_option: null }]) expect(fabricatedIn(document, held)).toEqual([]);
    expect(fabricatedIn({ selected_option: EXECUTION }, signed)).toEqual([]);
  });

  it('is said first, also in Markdown, and cannot end its own line', () => {
    const found = decide(facts({ fabricated: [{ claim: 'x |\n# approved', found: 'f' }] }), gate('BLOCKED'));
    const text = String(decisionMarkdown(found));
    expect(text).toContain('FABRICATED APPROVAL: x \\|\\\\u\\{a\\}\\# approved');
    expect(text.indexOf('FABRICATED')).toBeLessThan(text.indexOf('## Options'));
    expect(String(decisionMarkdown(held))).not.toContain('FABRICATED');
  });
});
