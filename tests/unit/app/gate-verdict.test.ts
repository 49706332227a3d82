import { describe, expect, it } from 'vitest';
import type { ReadSession, Session } from '../../../src/database/sessions/session.ts';
import { evaluateGate } from '../../../src/governance/gate/evaluate-gate.ts';

/** A session whose gate has conditions that came out like this. */
function gateOf(...oks: (boolean | null)[]): ReadSession {
  const conditions = oks.map((ok, index) => ({
    condition: index + 1,
    name: `c${index}`,
    expected: 'e',
    actual: 'a',
    ok,
    blocker: ok === false ? `b${index}` : null,
    fix: null,
  }));
  const session: Session = {
    query: (asked) => {
      const text = typeof asked === 'string' ? asked : asked.text;
      const rows = text.includes('v_signed_act')
        ? [{ acts: [] }]
        : text.includes('governance_rehearsal')
          ? [{ kept: [] }]
          : text.includes('gate_conditions')
            ? conditions
            : [{ name: 'directus', kind: 'production', profile: 'observe' }];
      return Promise.resolve({ rows, rowCount: rows.length });
    },
  };
  return session as ReadSession;
}

describe('the verdict of the gate', () => {
  it('is READY where every condition is true, and only there', async () => {
    expect(await evaluateGate(gateOf(true, true, true))).toMatchObject({ verdict: 'READY', blockers: [] });
  });

  it.each([
    ['one is false', [true, false, true], ['b1']],
    ['several are false', [false, true, false], ['b0', 'b2']],
    ['one cannot be judged', [true, null, true], []],
    ['there are none', [], []],
  ])('is BLOCKED where %s', async (_title, oks, blockers) => {
    expect(await evaluateGate(gateOf(...oks))).toMatchObject({ verdict: 'BLOCKED', blockers });
  });

  it('is no verdict at all when the connection is lost', async () => {
    const lost: Session = {
      query: () => Promise.reject(Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' })),
    };
    await expect(evaluateGate(lost as ReadSession)).rejects.toThrow('Connection terminated');
  });
});
