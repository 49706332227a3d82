import { SQL, database } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const CLASSES = 'src/database/sessions/classes.ts';

// prettier-ignore
export const LEDGER_MUTANTS: readonly Mutant[] = [
  // Writing the ledger.
  { guard: 'changing the ledger', file: `${SQL}/objects/03_ledger/chain/ledger_chain.sql`, find: 'if old.seq is not null or new is distinct from old then', replace: 'if false then', ...database('ledger/ledger') },
  { guard: 'deleting from the ledger', file: `${SQL}/objects/03_ledger/rules.sql`, find: "protect_table('governance_ledger', 'ledger', 'delete')", replace: "protect_table('governance_ledger', 'ledger', null)", ...database('ledger/ledger') },
  { guard: 'append-only tables in replica sessions', file: `${SQL}/objects/01_foundation/table_rules/protect_table.sql`, find: "execute format('alter table %s enable always trigger %I', p_relation, no_change);", replace: '', ...database('events/events') },
  { guard: 'append-only tables that are emptied in replica sessions', file: `${SQL}/objects/01_foundation/table_rules/protect_table.sql`, find: "execute format('alter table %s enable always trigger %I', p_relation, no_truncate);", replace: '', ...database('events/events') },
  { guard: 'forking the ledger', file: `${SQL}/schema/0001_foundation/100_governance_ledger.sql`, find: ' constraint governance_ledger_prev_hash_key unique', replace: '', ...database('ledger/ledger') },
  { guard: 'sessions that the writer chooses', file: `${SQL}/objects/03_ledger/chain/ledger_written.sql`, find: 'new.session_user_name := session_user;', replace: '', ...database('ledger/ledger') },
  { guard: 'ledger rows without a detail', file: `${SQL}/objects/03_ledger/chain/chain_at_commit.sql`, find: 'if entry.ledger_id is null then', replace: 'if false then', ...database('ledger/ledger') },
  { guard: 'writers of the ledger that wait for each other', file: `${SQL}/objects/03_ledger/chain/chain_at_commit.sql`, find: "and pg_try_advisory_xact_lock(hashtextextended('one_roof.governance_ledger', 0))", replace: "and pg_advisory_xact_lock(hashtextextended('one_roof.governance_ledger', 0)) is not null", ...database('ledger/ledger') },
  { guard: 'old snapshots that continue the chain', file: `${SQL}/objects/03_ledger/chain/chain_at_commit.sql`, find: "current_setting('transaction_isolation') = 'read committed'", replace: 'true', ...database('ledger/ledger') },
  { guard: 'rows that are left open', file: CLASSES, find: "() => session.query('select chain_ledger()')", replace: '() => Promise.resolve()', ...database('ledger/ledger') },
  { guard: 'claims that a table was changed', file: `${SQL}/objects/03_ledger/recording/record_act.sql`, find: 'if p_relation is not null and pg_trigger_depth() = 0 then', replace: 'if false then', ...database('ledger/ledger') },
  { guard: 'details that are erased in silence', file: `${SQL}/objects/03_ledger/details/ledger_detail_guard.sql`, find: 'new is distinct from erased or not exists (', replace: 'new is distinct from erased or false and not exists (', ...database('ledger/ledger') },
  { guard: 'what-ifs that are recorded', file: `${SQL}/objects/03_ledger/recording/write_ledger.sql`, find: 'if is_what_if() then', replace: 'if false then', ...database('plan/what-if') },
  { guard: 'acts without a reason', file: `${SQL}/objects/03_ledger/recording/record_act.sql`, find: 'if reason is null then', replace: 'if false then', ...database('ledger/ledger-triggers') },
  { guard: 'assertions that are not recorded', file: `${SQL}/objects/03_ledger/recording/v_ledger_relation.sql`, find: "    ('governance_owner_waiver', '{}'),\n", replace: '', ...database('ledger/ledger-triggers') },
  { guard: 'the ledger’s triggers firing in replica mode', file: `${SQL}/objects/03_ledger/recording/arm_ledger_of.sql`, find: 'enable always trigger', replace: 'enable trigger', ...database('ledger/ledger-triggers') },
  { guard: 'tables that are armed too late', file: `${SQL}/objects/03_ledger/recording/arm_ledger_of.sql`, find: 'if has_rows and not exists (', replace: 'if false and not exists (', ...database('ledger/ledger-triggers') },

  // Verifying the ledger.
  { guard: 'epochs that only grow', file: `${SQL}/objects/03_ledger/verifying/ledger_chain_finding.sql`, find: 'l.epoch < l.epoch_before', replace: 'false', ...database('ledger/ledger-verify') },
  { guard: 'ledger rows that were rewritten', file: `${SQL}/objects/03_ledger/verifying/ledger_chain_finding.sql`, find: 'l.content is distinct from ledger_content(l.entry)', replace: 'false', ...database('ledger/ledger-verify') },
  { guard: 'ledger rows that do not follow each other', file: `${SQL}/objects/03_ledger/verifying/ledger_chain_finding.sql`, find: 'l.prev_hash <> l.hash_before', replace: 'false', ...database('ledger/ledger-verify') },
  { guard: 'ledger rows that are missing', file: `${SQL}/objects/03_ledger/verifying/ledger_chain_finding.sql`, find: 'l.seq > l.seq_before + 1', replace: 'false', ...database('ledger/ledger-verify') },
  { guard: 'forks of the ledger', file: `${SQL}/objects/03_ledger/verifying/ledger_chain_finding.sql`, find: '(1, l.seq = l.seq_before,', replace: '(1, false,', ...database('ledger/ledger-verify') },
  { guard: 'details that were rewritten', file: `${SQL}/objects/03_ledger/verifying/ledger_chain_finding.sql`, find: '(8, (l.detail).erased_at is null and (', replace: '(8, false and (', ...database('ledger/ledger-verify') },
  { guard: 'changes past the ledger', file: `${SQL}/objects/03_ledger/verifying/ledger_row_finding.sql`, find: '          or p.key is not null and r.content is null\n', replace: '', ...database('ledger/ledger-verify') },
  { guard: 'rows that no erasure names', file: `${SQL}/objects/03_ledger/verifying/ledger_row_finding.sql`, find: 'u.relation = %2$L and u.row_key = coalesce(p.key, r.key)', replace: 'u.relation = %2$L', ...database('ledger/ledger-verify') },
  { guard: 'erasures that name more than they erase', file: `${SQL}/objects/03_ledger/details/ledger_detail_guard.sql`, find: 'and d.after is not distinct from ledger_row_keys(old.ledger_id)', replace: '', ...database('ledger/ledger-verify') },
  { guard: 'erasures that exempt more rows than there were', file: `${SQL}/objects/03_ledger/verifying/v_uncompared_row.sql`, find: 'and jsonb_array_length(d.after) <= e.most', replace: '', ...database('ledger/ledger-verify') },
  { guard: 'ledgers that end before a checkpoint', file: 'src/governance/ledger/verify-ledger.ts', find: "where l.seq is null or encode(l.hash, 'hex') <> c.hash", replace: 'where false', ...database('ledger/ledger-verify') },
  { guard: 'data that moved to another cluster', file: `${SQL}/objects/01_foundation/environment/current_epoch.sql`, find: 'return coalesce(last.epoch, 0) + 1;', replace: 'return coalesce(last.epoch, 1);', ...database('ledger/ledger-restored') },

  // Leases.
  { guard: 'leases that are held', file: `${SQL}/objects/01_foundation/leases/acquire_lease.sql`, find: 'where gov_runtime_lease.expires_at <= clock_timestamp() or gov_runtime_lease.holder = excluded.holder', replace: '', ...database('connections/lease') },
];
