import { describe, expect, it } from 'vitest';
import type { Doctor } from '../../src/contract/answers/doctor.ts';
import { doctorText } from '../../src/cli/commands/doctor/index.ts';
import { isSet } from '../../src/governance/doctor/doctor-host.ts';
import { withinRange } from '../../src/governance/doctor/within-range.ts';

describe('a version within a range', () => {
  const directus = '^11.10.0 || ^12.0.0';
  it.each([
    ['11.10.0', directus, true],
    ['11.17.4', directus, true],
    ['12.4.0', directus, true],
    ['12.0.0-rc.1', directus, true],
    ['11.9.9', directus, false],
    ['10.13.1', directus, false],
    ['13.0.0', directus, false],
    ['unknown', directus, false],
    ['22.0.0', '>=22', true],
    ['24.1.0', '>=22', true],
    ['21.9.9', '>=22', false],
    ['22.0.0', 'latest', false],
  ])('%s in %s: %s', (version, range, within) => {
    expect(withinRange(version, range)).toBe(within);
  });
});

describe('a flag of Directus', () => {
  it.each([true, 'true', '1', 1])('%s is set', (value) => {
    expect(isSet(value)).toBe(true);
  });
  it.each([undefined, '', 'false', 'yes', 0])('%s is not', (value) => {
    expect(isSet(value)).toBe(false);
  });
});

describe('what the doctor says to people', () => {
  const said: Doctor = {
    verdict: 'DRIFT',
    findings: [
      {
        kind: 'grant_missing',
        subject: 'role one_roof_reader',
        expected: '77 privileges',
        found: 'none',
        fix: 'Grant them.',
        sql: Array.from({ length: 77 }, (_, index) => `GRANT ${index};`).join('\n'),
      },
    ],
    unchecked: [{ subject: 'version of Directus', reason: 'no Directus was found' }],
    compared: 900,
    database: 'directus',
    mode: 'simple',
    mode_note: 'Found, not prevented.',
    versions: {
      one_roof: '1.0.0',
      schema: '0007',
      schema_expected: '0007',
      postgresql: '15.4',
      directus: null,
      node: '22.0.0',
    },
  };

  it('where, what was compared, what was not, each finding; of many statements the first', () => {
    const lines = String(doctorText(said)).split('\n');
    expect(lines.slice(0, 9)).toEqual([
      'Database directus, PostgreSQL 15.4, Directus unknown, Node 22.0.0, One-Roof 1.0.0',
      'Schema 0007 (this version has 0007), mode simple. Found, not prevented.',
      '900 objects and privileges compared: 1 finding.',
      'Not checked: version of Directus; no Directus was found.',
      '',
      '✗ grant_missing: role one_roof_reader',
      '  expected: 77 privileges',
      '  found:    none',
      '  to do:    Grant them.',
    ]);
    expect(lines.at(-1)).toBe('    -- and 62 lines more: `one-roof --json doctor`');
  });
});
