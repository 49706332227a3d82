import type { ReleaseDetail } from '../../../src/contract/answers/release.ts';

const digest = (letter: string) => letter.repeat(64);
const figures = { own: 0, gap: 210, conflict: 0, effective: 0, outbox: 0 };
/** A release that was applied, as the page of a release is given it. */
export const RELEASE: ReleaseDetail = {
  release: 'REL-1',
  kind: 'foundation',
  status: 'applied',
  packet_tree_sha256: digest('a'),
  request: 'APR-1',
  request_status: 'applied',
  rehearsals: 1,
  verified: true,
  created_at: '2026-01-01T00:00:00.000Z',
  applied_at: '2026-01-02T00:00:00.000Z',
  rolled_back_at: null,
  from: figures,
  to: { ...figures, own: 30, gap: 0, effective: 240 },
  changes: {
    cells: 1,
    sha256: digest('e'),
    by_owner: [{ was: 'gap', will: 'owned_direct GOV-DOT', cells: 1 }],
    owners: [{ code: 'GOV-DOT', name: 'Documentation team' }],
    list: [{ object: 'collection:agents', scope: 'audit', was: 'gap', will: 'owned_direct GOV-DOT' }],
  },
  tiers: [
    {
      tier: 3,
      title: 'Ownership seed',
      file: '30_ownership_seed.sql',
      sha256: digest('b'),
      gate: 'the gate is open',
      stop_condition: 'a count is not as planned',
      rollback: 'rollback/30.sql',
      expected: { own: { from: 0, to: 30 }, gap: { from: 210, to: 0 } },
    },
  ],
  runs: [
    {
      action: 'apply',
      outcome: 'applied',
      at: '2026-01-02T00:00:00.000Z',
      milliseconds: 900,
      by: 'operator:test',
      tiers: [{ tier: 3, title: 'Ownership seed', milliseconds: 40 }],
    },
  ],
  entry_fingerprint: digest('c'),
  rehearsed_fingerprint: digest('d'),
  exit_fingerprint: digest('d'),
  rehearsal_list: [
    {
      database: 'clone',
      mode: 'TXN',
      performed_at: '2026-01-01T00:00:00.000Z',
      before: digest('c'),
      after_apply: digest('d'),
      after_rollback: digest('c'),
    },
  ],
  verify_command: 'one-roof release verify REL-1',
  rollback_command: 'one-roof release rollback PACKET --reason "…"',
};
