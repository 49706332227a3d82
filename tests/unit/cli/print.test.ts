import { describe, expect, it } from 'vitest';
import { coverageText } from '../../../src/cli/commands/scan/coverage-text.ts';
import { gateLine, gateText } from '../../../src/cli/commands/gate/gate-text.ts';
import { count, table } from '../../../src/cli/print.ts';
import type { Gate } from '../../../src/contract/answers/gate.ts';

describe('what the CLI prints', () => {
  it('aligns text to the left, numbers to the right, and shows nothing as a dash', () => {
    expect(
      String(
        table(
          ['name', 'n'],
          [
            ['a', 1],
            ['long', 100],
            ['x', null],
          ],
        ),
      ),
    ).toBe('name    n\na       1\nlong  100\nx       –');
  });

  it('counts one thing and many things', () => {
    expect([count(0, 'gap'), count(1, 'gap'), count(210, 'gap')]).toEqual(['0 gaps', '1 gap', '210 gaps']);
  });

  it('says coverage in a sentence', () => {
    const coverage = {
      objects: 35,
      scopes: 6,
      total_cells: 210,
      covered_cells: 209,
      gap_cells: 0,
      waived_cells: 1,
      dead_cells: 0,
      conflicts: 0,
      ownership_anchors: 30,
      coverage_pct: 99.52,
      planned_cells: 210,
    };
    expect(coverageText(coverage)).toBe(
      'Coverage 99.52 %: 35 collections × 6 scopes = 210 cells; 209 covered, 0 gaps, 0 conflicts, 1 waived, an owner is planned for 210.',
    );
    expect(coverageText({ ...coverage, total_cells: 0, coverage_pct: null })).toBe(
      'Coverage n/a: nothing is governed yet.',
    );
  });

  it('says the gate in the line that monitors read, and in a table with what to do', () => {
    const gate: Gate = {
      verdict: 'BLOCKED',
      release: null,
      blockers: ['ospa<1'],
      ospa: 0,
      gap: 210,
      profile: 'observe',
      database: { name: 'directus', kind: 'production' },
      conditions: [
        { condition: 2, name: 'ospa', expected: '>= 1', actual: '0', ok: false, blocker: 'ospa<1', fix: 'Sign.' },
      ],
      warnings: [],
    };
    expect(gateLine(gate)).toBe('GATE: BLOCKED|ospa=0|gap=210');
    expect(String(gateText(gate))).toContain('Profile observe: owners are planned, and nothing can be asserted yet.');
    expect(String(gateText(gate))).not.toContain('Warning');
    expect(String(gateText({ ...gate, warnings: ['votes_by_session'] }))).toContain(
      'Warning: A session is enough here for a vote',
    );
    expect(String(gateText(gate))).toContain('✗  2 ospa     >= 1      0      ospa<1;');
    expect(String(gateText(gate))).toContain('  ospa<1;  Sign.');
    // A line for each thing to do: the lines of a trust file are copied from here.
    const [ospa] = gate.conditions;
    const unpinned = { ...gate, conditions: [{ ...ospa!, fix: 'add: a@x ssh-ed25519 A\nadd: b@x ssh-ed25519 B' }] };
    expect(String(gateText(unpinned))).toContain(
      '\n  ospa<1;  add: a@x ssh-ed25519 A\n  ospa<1;  add: b@x ssh-ed25519 B',
    );
    expect(gateLine({ ...gate, ospa: null, gap: null })).toBe('GATE: BLOCKED|ospa=?|gap=?');
    // What a next release would want is nothing that blocks one that is applied: nobody is told to roll it back.
    const applied = String(gateText({ ...gate, verdict: 'APPLIED', release: 'REL-1', blockers: [] }));
    expect(applied).toContain('GATE: APPLIED REL-1');
    expect(applied).toContain('·  2 ospa');
    expect(applied).not.toContain('Sign.');
    expect(applied).not.toContain('To open it');
  });
});
