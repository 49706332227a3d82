import { SQL, database, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

// prettier-ignore
export const GATE_MUTANTS: readonly Mutant[] = [
  // The conditions of the gate.
  { guard: 'the gate counting conflicts as they are listed', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: 'select coalesce(sum(objects), 0) into conflicts', replace: 'select count(*) into conflicts', ...database('ownership/cell-states') },
  { guard: 'the gate looking at sessions', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: "unseen is null,\n        'session_unseen'", replace: 'true, \'session_unseen\'', ...database('signatures/unseen-sessions') },
  { guard: 'the sovereign signature', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: 'simulated or signatures >= 1 and release_is_approved(release.release_code::text)', replace: 'true', ...database('gate/gate') },
  { guard: 'guards that fire only sometimes', file: `${SQL}/objects/12_gate/v_governance_guard.sql`, find: "when t.tgenabled = 'A' then 'armed'", replace: "when t.tgenabled in ('A', 'O') then 'armed'", ...database('gate/gate') },
  { guard: 'views that are missing', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: "coalesce(missing_views || ' missing', 'present'), missing_views is null", replace: "coalesce(missing_views || ' missing', 'present'), true", ...database('gate/gate') },
  { guard: 'a gate that cannot answer', file: 'src/governance/gate/evaluate-gate.ts', find: 'return closedGate(error);\n    throw error;', replace: 'throw error;\n    throw error;', ...database('gate/gate') },
  { guard: 'conditions that cannot be judged', file: 'src/governance/gate/evaluate-gate.ts', find: 'condition.ok === true', replace: 'condition.ok !== false', ...unit('app/gate-verdict') },
  { guard: 'a gate without conditions', file: 'src/governance/gate/evaluate-gate.ts', find: 'conditions.length > 0 && ', replace: '', ...unit('app/gate-verdict') },
  { guard: 'the gate looking at tables', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: "rewritten is null,\n        'table_rewritten'", replace: "true, 'table_rewritten'", ...database('guards/guard-rewrites') },
  { guard: 'the gate looking at the guards of tables', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: 'select relation, trigger_name, state from v_table_guard', replace: 'select relation, trigger_name, state from v_table_guard where false', ...database('guards/guard-modes') },
  { guard: 'a gate that is open over requests that cannot be read', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: "misread is null, 'request_unreadable'", replace: 'true, \'request_unreadable\'', ...database('attacks/counted-otherwise') },
  { guard: 'policies that nobody ratified by a key', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: 'rules is null,', replace: 'true,', ...database('signatures/unproven-acts') },

  // The next release.
  { guard: 'READY for a release that does not exist', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: "coalesce(release.status in ('draft', 'rehearsed', 'ratified'), false),", replace: 'true,', ...database('gate/gate-release') },
  { guard: 'one next release of several', file: `${SQL}/objects/12_gate/next_release.sql`, find: 'having count(*) = 1', replace: '', ...database('gate/gate-release') },
  { guard: 'the ratified release before the others', file: `${SQL}/objects/12_gate/next_releases.sql`, find: 'where ratified or (select count(*) from open where ratified) <> 1', replace: 'where true', ...database('gate/gate-release') },
  { guard: 'READY while the database has drifted', file: 'src/governance/gate/packet-conditions.ts', find: 'if (drift === null) return', replace: 'if (true) return', ...database('gate/gate-release') },
  { guard: 'votes on what was rehearsed before an upgrade', file: 'src/governance/gate/packet-conditions.ts', find: 'const upgraded = open ? null : upgradeSince(', replace: 'const upgraded = true ? null : upgradeSince(', ...database('gate/gate-release') },
  { guard: 'READY for other bytes', file: 'src/governance/gate/packet-conditions.ts', find: 'const ok = found === sealed;', replace: 'const ok = true;', ...database('gate/gate-release') },

  // The gate with psql alone.
  { guard: 'words of another digest, with psql alone', file: 'release/gate_acts.sql', find: "and line[6] = 'words: ' || words", replace: '', ...database('gate/gate-acts') },
  { guard: 'what is hidden in a line, with psql alone', file: 'release/gate_acts.sql', find: ' and has_clean_texts', replace: '', ...database('gate/gate-acts') },
  { guard: 'signatures by another key than the row names, with psql alone', file: 'release/gate_acts.sql', find: ' and is_by_its_key', replace: '', ...database('gate/gate-acts') },
  { guard: 'nonces that are none, with psql alone', file: 'release/gate_acts.sql', find: "and line[15] ~ '^nonce: (none|[A-Za-z0-9_-]{22,200})$' and", replace: 'and', ...database('gate/gate-acts') },
  { guard: 'acts that are to be signed yet, with psql alone', file: 'release/gate_acts.sql', find: ' and has_been_signed\n', replace: '\n', ...database('gate/gate-acts') },
  { guard: 'acts that came too late, with psql alone', file: 'release/gate_acts.sql', find: "and date_trunc('milliseconds', signed_at) <= date_trunc('milliseconds', expires_at)", replace: '', ...database('gate/gate-acts') },
  { guard: 'a trust file that means more to OpenSSH', file: 'release/gate_check.sh', find: 'believable "$trust"; then', replace: 'true; then', ...database('attacks/second-attack-packets') },
];
