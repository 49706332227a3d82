/** A guard taken out of the sources, and the tests that must notice. */
export interface Mutant {
  /** What is no longer guarded. */
  guard: string;
  file: string;
  /** Stands exactly once in the file. */
  find: string;
  replace: string;
  project: 'unit' | 'database' | 'directus';
  /** The test file that must fail. */
  test: string;
}

const SQL = 'src/database/sql';
const OWNERSHIP_GUARD = `${SQL}/0002_ownership/090_ownership_guard.sql`;
const CLAIM = `${SQL}/0002_ownership/180_object_owner_claim.sql`;
const CLASSES = 'src/database/connection-classes.ts';
const INSPECTION = 'src/database/inspect-installation.ts';
const CHECK_PLAN = 'src/governance/plan/check-plan.ts';
const SILENT = `${SQL}/0002_ownership/163_silent_change_guard.sql`;
const WHAT_IF = `${SQL}/0002_ownership/326_what_if.sql`;
const EXPORT_PLAN = 'src/governance/plan/export-plan.ts';

const RATIFICATION = `${SQL}/0005_ratification`;

const SEAL = 'src/seal';
const LINT = 'src/governance/release/lint';
const SIGNATURES = 'src/governance/ratification';

const database = (test: string) => ({ project: 'database', test: `tests/database/${test}.test.ts` }) as const;
const unit = (test: string) => ({ project: 'unit', test: `tests/unit/${test}.test.ts` }) as const;
const directus = (test: string) => ({ project: 'directus', test: `tests/directus/${test}.test.ts` }) as const;

/** `npm run check` applies each of these to a copy of the sources and insists that the named tests fail. */
// prettier-ignore
export const MUTANTS: readonly Mutant[] = [
  // Ownership is asserted on a proven clone only, and never rewritten.
  { guard: 'owner rows outside a clone', file: OWNERSHIP_GUARD, find: 'if not on_clone and release is null then', replace: 'if false then', ...database('ownership-guard') },
  { guard: 'deleting an owner row without its tag', file: OWNERSHIP_GUARD, find: 'rolled_back is distinct from old.created_by then', replace: 'rolled_back = old.created_by then', ...database('ownership-guard') },
  { guard: 'rewriting an owner row', file: OWNERSHIP_GUARD, find: "if tg_op = 'UPDATE' and to_jsonb", replace: 'if false and to_jsonb', ...database('ownership-guard') },
  { guard: 'clone rows that do not say so', file: OWNERSHIP_GUARD, find: "new.created_by not like 'TEST\\_CLONE\\_%' or", replace: 'false or', ...database('ownership-guard') },
  { guard: 'future owners', file: OWNERSHIP_GUARD, find: 'new.effective_from > now()', replace: 'false', ...database('ownership-guard') },
  { guard: 'the guard firing in replica mode', file: OWNERSHIP_GUARD, find: 'alter table governance_owner_waiver enable always trigger trg_waiver_guard;', replace: '', ...database('ownership-guard') },
  { guard: 'truncating owner rows', file: `${SQL}/0001_foundation/192_arm_ledger.sql`, find: 'create trigger trg_unledgered_truncate before truncate on %1$I\n         for each statement execute function refuse_change()', replace: 'create trigger trg_unledgered_truncate after truncate on %1$I\n         for each statement execute function raise_watermark()', ...database('ownership-guard') },
  { guard: 'tables without their capability', file: `${SQL}/0001_foundation/030_refuse_absent_capability.sql`, find: 'begin\n', replace: 'begin\n  return null;\n', ...database('ownership-guard') },
  { guard: 'the capability guard firing in replica mode', file: `${SQL}/0001_foundation/035_await_capability.sql`, find: 'enable always trigger', replace: 'enable trigger', ...database('ownership-guard') },
  { guard: 'one accountable owner per cell', file: `${SQL}/0002_ownership/070_governance_object_ownership.sql`, find: 'create unique index uq_gov_obj_accountable', replace: 'create index uq_gov_obj_accountable', ...database('resolution') },
  { guard: 'delegations that end', file: `${SQL}/0002_ownership/070_governance_object_ownership.sql`, find: "owner_kind <> 'delegated' or effective_to is not null", replace: 'true', ...database('resolution') },

  // What a database is has to be proven.
  { guard: 'declarations about another database', file: `${SQL}/0001_foundation/050_environment_guard.sql`, find: 'is distinct from (current_database()::text, this_oid, this_system)', replace: '= (null, null, null)', ...database('environment') },
  { guard: 'clones with other sessions', file: `${SQL}/0001_foundation/050_environment_guard.sql`, find: 'if others > 0 then', replace: 'if false then', ...database('environment') },
  { guard: 'the name of a clone', file: `${SQL}/0001_foundation/040_governance_environment.sql`, find: "and dbname ~ ('^(?:' || substr(clone_pattern, 2, length(clone_pattern) - 2) || ')$')", replace: '', ...database('environment') },
  { guard: 'clone patterns without anchors', file: `${SQL}/0001_foundation/040_governance_environment.sql`, find: "clone_pattern like '^_%$'", replace: 'true', ...database('environment') },
  { guard: 'clone patterns that break out of their group', file: `${SQL}/0001_foundation/040_governance_environment.sql`, find: 'and dbname ~ substr(clone_pattern, 2, length(clone_pattern) - 2)\n', replace: '\n', ...database('environment') },
  { guard: 'clone patterns with alternatives', file: 'src/governance/environment/clone-pattern.ts', find: '`^(?:${inner})$`', replace: 'pattern', ...unit('settings') },
  { guard: 'the oid of a clone', file: `${SQL}/0001_foundation/060_v_current_environment.sql`, find: 'e.db_oid = d.oid and', replace: '', ...database('environment') },
  { guard: 'changing a declaration', file: `${SQL}/0001_foundation/050_environment_guard.sql`, find: 'before update or delete on governance_environment', replace: 'before update of dbname on governance_environment', ...database('environment') },

  // The classes of connection.
  { guard: 'reads that cannot write', file: CLASSES, find: "'isolation level repeatable read read only'", replace: "'isolation level repeatable read'", ...database('connection-classes') },
  { guard: 'the list of readable databases', file: CLASSES, find: 'if (!policy.allowedDatabases.includes(database)) {', replace: 'if (false) {', ...database('connection-classes') },
  { guard: 'acting as one_roof_reader', file: CLASSES, find: "...(policy.asReader ? ['set local role one_roof_reader'] : []),", replace: '', ...database('connection-classes') },
  { guard: 'the row limit of the read channel', file: CLASSES, find: 'if (rows.length > rowLimit) {', replace: 'if (false) {', ...database('connection-classes') },
  { guard: 'production writes on a clone', file: CLASSES, find: 'if (!is_clone) return;', replace: 'return;', ...database('connection-classes') },
  { guard: 'clone writes in production', file: CLASSES, find: 'if (is_clone) return;', replace: 'return;', ...database('connection-classes') },

  // The database that the operator names.
  { guard: 'sessions in another database', file: 'src/database/pg-sessions.ts', find: 'if (wanted !== null) await requireDatabase(client, wanted);', replace: '', ...database('wanted-database') },
  { guard: 'migrating another database', file: 'src/cli/operator.ts', find: 'if (wantedDatabase !== null) await', replace: 'if (false) await', ...database('wanted-database') },
  { guard: 'a connection string that names another database', file: 'src/cli/configuration.ts', find: 'url.pathname = `/${encodeURI(database)}`;', replace: '', ...database('wanted-database') },

  // Installation.
  { guard: 'starts that race', file: 'src/database/migrate.ts', find: 'select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended($1::text, 0::bigint))', replace: 'select $1::text', ...database('migrate') },
  { guard: 'schemas of somebody else', file: INSPECTION, find: 'if (!found.trusted_owner) return', replace: 'if (false) return', ...database('migrate') },
  { guard: 'schemas that only look like ours', file: INSPECTION, find: 'if (!found.has_migration_table) return', replace: 'if (false) return', ...database('migrate') },
  { guard: 'objects planted in our schema', file: INSPECTION, find: 'if (found.foreign_objects.length > 0) return', replace: 'if (false) return', ...database('migrate') },
  { guard: 'schemas of a newer version', file: INSPECTION, find: 'if (unknown.length > 0) {', replace: 'if (false) {', ...database('migrate') },
  { guard: 'PostgreSQL that is too old', file: INSPECTION, find: 'found.server_version < OLDEST_POSTGRESQL * 10_000', replace: 'false', ...database('migrate') },
  { guard: 'functions that PUBLIC may run', file: `${SQL}/repeatable/010_privileges.sql`, find: "execute format('revoke all on all functions in schema %I from public', our_schema);", replace: '', ...database('migrate') },
  { guard: 'dropping a schema that is not ours', file: 'src/database/uninstall.ts', find: 'const found = await inspectDatabase(session, schema);', replace: "const found = await inspectDatabase(session, schema).catch(() => ({ state: 'current' }) as const);", ...database('uninstall') },
  { guard: 'dropping what somebody built on our schema', file: 'src/database/uninstall.ts', find: 'await refuseDependents(session, schema);', replace: '', ...database('uninstall') },
  { guard: 'mode separated with a role that can become the owner', file: 'src/database/inspect-installation.sql', find: "and not pg_catalog.pg_has_role(c.relowner, ours.nspowner, 'member')", replace: '', ...database('separated-mode') },
  { guard: 'mode separated with a connecting role that can become the owner', file: 'src/database/inspect-installation.sql', find: "and (session_user = $3 or not pg_catalog.pg_has_role(session_user, ours.nspowner, 'member'))", replace: '', ...database('separated-mode') },

  // The ledger.
  { guard: 'changing the ledger', file: `${SQL}/0001_foundation/118_ledger_chain.sql`, find: 'if old.seq is not null or new is distinct from old then', replace: 'if false then', ...database('ledger') },
  { guard: 'deleting from the ledger', file: `${SQL}/0001_foundation/118_ledger_chain.sql`, find: 'before delete on governance_ledger\n', replace: 'before update of created_by on governance_ledger\n', ...database('ledger') },
  { guard: 'forking the ledger', file: `${SQL}/0001_foundation/100_governance_ledger.sql`, find: ' constraint governance_ledger_prev_hash_key unique', replace: '', ...database('ledger') },
  { guard: 'sessions that the writer chooses', file: `${SQL}/0001_foundation/116_ledger_written.sql`, find: 'new.session_user_name := session_user;', replace: '', ...database('ledger') },
  { guard: 'ledger rows without a detail', file: `${SQL}/0001_foundation/160_seal_at_commit.sql`, find: 'if entry.ledger_id is null then', replace: 'if false then', ...database('ledger') },
  { guard: 'writers of the ledger that wait for each other', file: `${SQL}/0001_foundation/160_seal_at_commit.sql`, find: "and pg_try_advisory_xact_lock(hashtextextended('one_roof.governance_ledger', 0))", replace: "and pg_advisory_xact_lock(hashtextextended('one_roof.governance_ledger', 0)) is not null", ...database('ledger') },
  { guard: 'old snapshots that continue the chain', file: `${SQL}/0001_foundation/160_seal_at_commit.sql`, find: "current_setting('transaction_isolation') = 'read committed'", replace: 'true', ...database('ledger') },
  { guard: 'rows that are left open', file: CLASSES, find: "await inTransaction(session, 'read write', settings, () => session.query('select seal_ledger()')).catch(() => undefined);", replace: '', ...database('ledger') },
  { guard: 'claims that a table was changed', file: `${SQL}/0001_foundation/150_record_act.sql`, find: 'if p_relation is not null and pg_trigger_depth() = 0 then', replace: 'if false then', ...database('ledger') },
  { guard: 'details that are erased in silence', file: `${SQL}/0001_foundation/119_ledger_detail_guard.sql`, find: 'new is distinct from erased or not exists (', replace: 'new is distinct from erased or false and not exists (', ...database('ledger') },
  { guard: 'what-ifs that are recorded', file: `${SQL}/0001_foundation/190_write_ledger.sql`, find: 'if is_what_if() then', replace: 'if false then', ...database('what-if') },
  { guard: 'acts without a reason', file: `${SQL}/0001_foundation/150_record_act.sql`, find: 'if reason is null then', replace: 'if false then', ...database('ledger-triggers') },
  { guard: 'assertions that are not recorded', file: `${SQL}/0001_foundation/185_v_ledger_relation.sql`, find: "    ('governance_owner_waiver', '{}'),\n", replace: '', ...database('ledger-triggers') },
  { guard: 'the ledger’s triggers firing in replica mode', file: `${SQL}/0001_foundation/192_arm_ledger.sql`, find: 'enable always trigger', replace: 'enable trigger', ...database('ledger-triggers') },
  { guard: 'tables that are armed too late', file: `${SQL}/0001_foundation/192_arm_ledger.sql`, find: 'if has_rows then', replace: 'if false then', ...database('ledger-triggers') },
  { guard: 'ledger rows that were rewritten', file: `${SQL}/0001_foundation/194_ledger_chain_finding.sql`, find: 'l.content is distinct from ledger_content(l.entry)', replace: 'false', ...database('ledger-verify') },
  { guard: 'ledger rows that do not follow each other', file: `${SQL}/0001_foundation/194_ledger_chain_finding.sql`, find: 'l.prev_hash <> l.hash_before', replace: 'false', ...database('ledger-verify') },
  { guard: 'ledger rows that are missing', file: `${SQL}/0001_foundation/194_ledger_chain_finding.sql`, find: 'l.seq > l.seq_before + 1', replace: 'false', ...database('ledger-verify') },
  { guard: 'forks of the ledger', file: `${SQL}/0001_foundation/194_ledger_chain_finding.sql`, find: '(1, l.seq = l.seq_before,', replace: '(1, false,', ...database('ledger-verify') },
  { guard: 'details that were rewritten', file: `${SQL}/0001_foundation/194_ledger_chain_finding.sql`, find: '(8, (l.detail).erased_at is null and (', replace: '(8, false and (', ...database('ledger-verify') },
  { guard: 'changes past the ledger', file: `${SQL}/0001_foundation/196_ledger_row_finding.sql`, find: '          or p.key is not null and r.content is null\n', replace: '', ...database('ledger-verify') },
  { guard: 'ledgers that end before a checkpoint', file: 'src/governance/ledger/verify-ledger.ts', find: "where l.seq is null or encode(l.hash, 'hex') <> c.hash", replace: 'where false', ...database('ledger-verify') },
  { guard: 'data that moved to another cluster', file: `${SQL}/0001_foundation/056_current_epoch.sql`, find: 'return coalesce(last.epoch, 0) + 1;', replace: 'return coalesce(last.epoch, 1);', ...database('ledger-verify') },
  { guard: 'who did what, for everybody', file: 'src/endpoints/one-roof/register-read-contract.ts', find: 'route.confidential === true ?', replace: 'false ?', ...directus('read-contract-applied') },
  { guard: 'leases that are held', file: `${SQL}/0001_foundation/130_acquire_lease.sql`, find: 'where gov_runtime_lease.expires_at <= clock_timestamp() or gov_runtime_lease.holder = excluded.holder', replace: '', ...database('lease') },

  // Events: nothing is emitted that was not activated, and nothing that was emitted is lost.
  { guard: 'event types that nobody registered', file: `${SQL}/0004_events/080_event_type_validate.sql`, find: 'if type.event_type is null then', replace: 'if false then', ...database('events') },
  { guard: 'event types that are inactive', file: `${SQL}/0004_events/080_event_type_validate.sql`, find: 'if not type.active then', replace: 'if false then', ...database('events') },
  { guard: 'events of another stream', file: `${SQL}/0004_events/080_event_type_validate.sql`, find: 'if new.event_stream is distinct from type.event_stream then', replace: 'if false then', ...database('events') },
  { guard: 'events of another lane', file: `${SQL}/0004_events/080_event_type_validate.sql`, find: 'if new.delivery_lane is distinct from type.delivery_lane then', replace: 'if false then', ...database('events') },
  { guard: 'events from nowhere', file: `${SQL}/0004_events/080_event_type_validate.sql`, find: 'if missing is not null then', replace: 'if false then', ...database('events') },
  { guard: 'payloads that the trigger lets through', file: `${SQL}/0004_events/080_event_type_validate.sql`, find: 'if problem is not null then', replace: 'if false then', ...database('events') },
  { guard: 'payloads that the table lets through', file: `${SQL}/0004_events/020_event_outbox.sql`, find: ' constraint event_outbox_safe_payload_check check (payload_problem(safe_payload) is null)', replace: '', ...database('events') },
  { guard: 'keys in capitals', file: `${SQL}/0004_events/015_payload_problem.sql`, find: 'lower(btrim(key)) in', replace: 'key in', ...database('events') },
  { guard: 'events that are changed', file: `${SQL}/0004_events/080_event_type_validate.sql`, find: 'before update or delete on event_outbox', replace: 'before update of created_by on event_outbox', ...database('events') },
  { guard: 'activation without a ratification', file: `${SQL}/0004_events/084_event_type_guard.sql`, find: 'or not old.active and not event_type_is_ratified(', replace: 'or false and not event_type_is_ratified(', ...database('events') },
  { guard: 'activation by the word for clones', file: `${SQL}/0004_events/082_event_type_is_ratified.sql`, find: 'if is_proven_clone() then', replace: 'if true then', ...database('events') },
  { guard: 'events without their queue row', file: `${SQL}/0004_events/025_event_delivery.sql`, find: 'insert into event_delivery (event_id) values (new.id);', replace: '', ...database('events') },
  { guard: 'readers before the fence', file: `${SQL}/0004_events/092_read_events.sql`, find: 'xid < pg_snapshot_xmin(pg_current_snapshot())', replace: 'true', ...database('event-order') },
  { guard: 'issues that are deleted', file: `${SQL}/0004_events/062_issue_guard.sql`, find: "if tg_op = 'DELETE' then", replace: 'if false then', ...database('issues') },
  { guard: 'issues that are seen still', file: `${SQL}/0004_events/066_fn_sweep_issues.sql`, find: ' and last_seen_at < p_since', replace: '', ...database('issues') },

  // Resolution.
  { guard: 'inheriting a row that is no anchor', file: CLAIM, find: "when a.depth > 0 and not o.is_inherited_anchor then 'not_inheritable'", replace: '', ...database('cell-states') },
  { guard: 'owners that are not accountable', file: CLAIM, find: "when o.owner_kind <> 'accountable' then 'not_accountable'", replace: "when false then 'not_accountable'", ...database('cell-states') },
  { guard: 'rows that have ended', file: CLAIM, find: "when o.effective_to <= now() then 'no_longer_in_force'", replace: '', ...database('cell-states') },
  { guard: 'the nearest owner winning', file: CLAIM, find: "when depth > nearest_depth then 'overridden'", replace: "when depth < nearest_depth then 'overridden'", ...database('resolution-property') },
  { guard: 'conflicts', file: CLAIM, find: "when contested then 'conflicting'", replace: '', ...database('cell-states') },
  { guard: 'objects with a waiver of their own', file: `${SQL}/0002_ownership/182_v_object_likeness.sql`, find: '  union\n  select object_type, object_ref from governance_owner_waiver\n', replace: '', ...database('resolution-property') },
  { guard: 'objects with other parents', file: `${SQL}/0002_ownership/182_v_object_likeness.sql`, find: 'coalesce(array_agg(distinct array[e.parent_type, e.parent_ref]) filter (where e.parent_ref is not null), \'{}\') as parents', replace: '\'{}\'::text[] as parents', ...database('resolution-property') },
  { guard: 'the gate counting conflicts as they are listed', file: `${SQL}/0007_gate/030_gate_conditions.sql`, find: 'select coalesce(sum(objects), 0) into conflicts', replace: 'select count(*) into conflicts', ...database('cell-states') },
  { guard: 'dead owners', file: `${SQL}/0002_ownership/195_object_cell.sql`, find: 'and w.alive is not true', replace: 'and false', ...database('resolution-property') },
  { guard: 'waivers that have expired', file: `${SQL}/0002_ownership/195_object_cell.sql`, find: ' and v.expires_at > now()', replace: '', ...database('resolution-property') },
  { guard: 'containment without circles', file: `${SQL}/0002_ownership/160_containment_guard.sql`, find: 'if circular then', replace: 'if false then', ...database('cell-states') },
  { guard: 'two halves of a circle at once', file: `${SQL}/0002_ownership/160_containment_guard.sql`, find: "perform pg_advisory_xact_lock(hashtextextended('one_roof.governance_containment', 0));", replace: '', ...database('cell-states') },

  // Plans and scans.
  { guard: 'collections that do not exist', file: CHECK_PLAN, find: "const missing = (name: string) => !name.includes('*') && !collections.has(name);", replace: 'const missing = (_name: string) => false;', ...database('plan') },
  { guard: 'collections with two groups', file: CHECK_PLAN, find: 'if (candidates.length > 1)', replace: 'if (candidates.length > 9)', ...database('plan') },
  { guard: 'numbers that do not come out', file: CHECK_PLAN, find: 'problems.push(...unexpected(written, numbers));', replace: 'void unexpected;', ...database('plan') },
  { guard: 'plans on a database nobody declared', file: 'src/governance/plan/register-plan.ts', find: "if (environment.kind === 'undeclared') {", replace: 'if (false) {', ...database('plan') },
  { guard: 'applying a plan twice', file: 'src/governance/plan/apply-plan-on-clone.ts', find: 'if (before.own > 0) {', replace: 'if (false) {', ...database('resolution') },
  { guard: 'results that were not expected', file: 'src/governance/plan/apply-plan-on-clone.ts', find: 'if (gapAfter !== undefined && coverage.gap_cells !== gapAfter) {', replace: 'if (false) {', ...database('plan') },
  { guard: 'runs without a ruleset', file: `${SQL}/0003_scanning/040_candidate_scan_run.sql`, find: "status = 'refused' or (source_snapshot_ref is not null and ruleset_version is not null)", replace: 'true', ...database('discovery') },
  { guard: 'the code of Directus’s role, run by the owner', file: `${SQL}/0002_ownership/095_require_plain_tables.sql`, find: 'if reason is not null then', replace: 'if false then', ...database('separated-mode') },
  { guard: 'sessions of others, on a database to be declared a clone', file: `${SQL}/0001_foundation/050_environment_guard.sql`, find: "coalesce(backend_type, 'client backend')", replace: 'backend_type', ...database('environment') },
  { guard: 'owner rows that start again', file: OWNERSHIP_GUARD, find: "old.lifecycle_status <> 'active' and new", replace: 'false and new', ...database('cell-states') },
  { guard: 'system tables in the registry', file: `${SQL}/0002_ownership/100_directus_collection.sql`, find: "      and c.relname !~ '^directus_'\n", replace: '', ...database('discovery') },
  { guard: 'tags that notice a dead owner', file: `${SQL}/0007_gate/040_coverage_watermark.sql`, find: '(select jsonb_object_agg(code, alive) from v_governance_owner)', replace: '0', ...database('discovery') },
  { guard: 'keys that are not codes', file: 'src/governance/plan/read-plan.ts', find: "if (issue.code === 'invalid_key') {", replace: "if (issue.code === 'invalid_key') return [];\n  if (issue.code === 'invalid_key') {", ...unit('read-plan') },

  // What-ifs keep nothing, and hold up nobody.
  { guard: 'a what-if that is undone', file: WHAT_IF, find: "    raise exception using errcode = 'ORU00', message = 'a what-if is undone';\n", replace: '', ...database('what-if') },
  { guard: 'a what-if that is never committed', file: `${SQL}/0001_foundation/086_refuse_commit.sql`, find: "begin\n  raise exception 'a what-if is never committed'", replace: "begin\n  return null;\n  raise exception 'a what-if is never committed'", ...database('what-if') },
  { guard: 'the guard of the permission firing in replica mode', file: `${SQL}/0001_foundation/086_refuse_commit.sql`, find: 'alter table governance_what_if enable always trigger trg_what_if_ends;', replace: '', ...database('ownership-guard') },
  { guard: 'what is written beside a what-if', file: CLASSES, find: "          'rollback',\n", replace: '', ...database('connection-classes') },
  { guard: 'a what-if that waits for others', file: CLASSES, find: "set local lock_timeout = '1s'", replace: "set local lock_timeout = '9s'", ...database('connection-classes') },
  { guard: 'a what-if that somebody overtook', file: CLASSES, find: 'attempt === WHAT_IF_ATTEMPTS || ', replace: 'attempt > 0 || ', ...database('connection-classes') },
  { guard: 'watermarks that a what-if leaves alone', file: `${SQL}/0001_foundation/090_raise_watermark.sql`, find: 'if is_what_if() then', replace: 'if false then', ...database('what-if') },
  { guard: 'what our guards say inside a what-if', file: WHAT_IF, find: "    when sqlstate 'ORU00' then", replace: "    when sqlstate 'OR000' then", ...database('what-if') },
  { guard: 'an owner who stands for another role', file: WHAT_IF, find: '(b.state, b.owner, b.owner_role) is distinct from (a.state, a.owner, a.owner_role)', replace: '(b.state, b.owner) is distinct from (a.state, a.owner)', ...database('what-if') },
  { guard: 'names that do not exist', file: `${SQL}/0002_ownership/317_require_named.sql`, find: 'if not p_exists then', replace: 'if false then', ...database('what-if') },
  { guard: 'what Directus’s role may do inside a what-if', file: `${SQL}/repeatable/010_privileges.sql`, find: "execute format('grant execute on function what_if to %I', reader);", replace: '', ...database('separated-mode') },
  { guard: 'cursors of another what-if', file: 'src/governance/what-if/what-if.ts', find: "digestOf(['what-if', changes])", replace: "digestOf(['what-if'])", ...database('what-if') },
  { guard: 'plans tried by who is no administrator', file: 'src/endpoints/one-roof/register-commands.ts', find: '    requireAdmin((request as DirectusRequest).accountability);\n', replace: '', ...unit('plan-what-if-command') },
  { guard: 'bodies that another site could send', file: 'src/endpoints/one-roof/parse-body.ts', find: "if (!request.is('application/json')) {", replace: 'if (false) {', ...unit('plan-what-if-command') },

  // After a release nothing moves silently.
  { guard: 'collections that change their group', file: SILENT, find: '(new.collection_name, new."group") is distinct from (old.collection_name, old."group")', replace: 'false', ...database('silent-change-guard') },
  { guard: 'collections that are no longer required', file: SILENT, find: "tg_op = 'DELETE' or new.required_since is null", replace: 'false', ...database('silent-change-guard') },
  { guard: 'collections that become required with something in them', file: SILENT, find: "contains_required('collection', new.collection_name)", replace: 'false', ...database('silent-change-guard') },
  { guard: 'owners who are retired or stand for another role', file: SILENT, find: 'if (new.status, new.directus_role) is distinct from (old.status, old.directus_role) and exists', replace: 'if false and exists', ...database('silent-change-guard') },
  { guard: 'scopes that are retired', file: SILENT, find: "if old.status = 'active' and (tg_op", replace: 'if false and (tg_op', ...database('silent-change-guard') },
  { guard: 'containment that ends', file: SILENT, find: 'contains_required(old.child_type, old.child_ref)', replace: 'false', ...database('silent-change-guard') },
  { guard: 'containment that begins', file: SILENT, find: 'contains_required(new.child_type, new.child_ref)', replace: 'false', ...database('silent-change-guard') },
  { guard: 'truncating the registry', file: SILENT, find: "subject := 'everything in ' || tg_table_name;", replace: 'null;', ...database('silent-change-guard') },
  { guard: 'releases that were not ratified', file: `${SQL}/0002_ownership/088_release_in_progress.sql`, find: "run_xid = pg_current_xact_id_if_assigned() and status = 'ratified'", replace: "status = 'ratified'", ...database('release-refusals') },
  { guard: 'changes applied without a release', file: `${SQL}/0002_ownership/334_apply_proposed_change.sql`, find: 'if release is null and not is_what_if() then', replace: 'if false then', ...database('silent-changes') },
  { guard: 'moves that wait', file: `${SQL}/0002_ownership/331_discover_collections.sql`, find: "where w.collection_name is null or d.change = 'returned'", replace: 'where true', ...database('silent-changes') },
  { guard: 'plans that are proposed', file: `${SQL}/0002_ownership/333_register_plan.sql`, find: "when sqlstate 'OR006' then", replace: "when sqlstate 'OR098' then", ...database('silent-changes') },
  { guard: 'moves that are no longer there', file: `${SQL}/0002_ownership/331_discover_collections.sql`, find: '  perform propose_moves(p_excluded);\n', replace: '', ...database('silent-changes') },

  // Releases: who may, what runs, and all of it or nothing.
  { guard: 'releases that nobody ratified', file: `${SQL}/0007_gate/061_check_release.sql`, find: "if release.status <> 'ratified' and not release_is_approved(p_release) then", replace: 'if false then', ...database('release-refusals') },
  { guard: 'packets that were not rehearsed', file: `${SQL}/0007_gate/061_check_release.sql`, find: "if release.status = 'draft' and governance_profile() <> 'two_person'", replace: 'if false', ...database('release-refusals') },
  { guard: 'packets that nobody ratified', file: `${SQL}/0007_gate/061_check_release.sql`, find: 'if p_packet is distinct from release.packet_tree_sha256', replace: 'if false', ...database('release-refusals') },
  { guard: 'releases while the gate is blocked', file: `${SQL}/0007_gate/056_assert_release_gate.sql`, find: 'where c.ok is not true', replace: 'where false', ...database('release-refusals') },
  { guard: 'windows that have expired', file: `${SQL}/0005_ratification/088_use_release_window.sql`, find: ' and expires_at > clock_timestamp()', replace: '', ...database('release-refusals') },
  { guard: 'windows that are wider than the release', file: `${SQL}/0005_ratification/085_build_authorization_guard.sql`, find: 'if new.scope is distinct from release_window(release) then', replace: 'if false then', ...database('release-refusals') },
  { guard: 'windows granted by anybody', file: `${SQL}/0005_ratification/085_build_authorization_guard.sql`, find: 'if holder is null then', replace: 'if false then', ...database('release-refusals') },
  { guard: 'two releases at once', file: `${SQL}/0007_gate/060_lock_for_release.sql`, find: 'if not pg_try_advisory_xact_lock(', replace: 'if 0 = 1 and not pg_try_advisory_xact_lock(', ...database('release-refusals') },
  { guard: 'writers during a release', file: `${SQL}/0007_gate/060_lock_for_release.sql`, find: 'in share row exclusive mode', replace: 'in access share mode', ...database('release-refusals') },
  { guard: 'simulated approval in production', file: `${SQL}/0005_ratification/074_simulated_approval_guard.sql`, find: 'if not is_proven_clone() then', replace: 'if false then', ...database('release-refusals') },
  { guard: 'parts of a release', file: `${SQL}/0005_ratification/084_release_is_whole.sql`, find: "and (release.status = 'applied') <> (tg_op = 'INSERT') then", replace: 'and false then', ...database('release-refusals') },
  { guard: 'a status without its proof', file: `${SQL}/0005_ratification/079_release_guard.sql`, find: "when 'ratified → applied' then", replace: "when 'ratified → applied' then true or", ...database('release-refusals') },
  { guard: 'releases begun without a window', file: `${SQL}/0005_ratification/079_release_guard.sql`, find: 'window_is_used(new.release_code::text)', replace: 'true', ...database('release-refusals') },
  { guard: 'figures that are not the planned ones', file: `${SQL}/0007_gate/054_assert_release_figures.sql`, find: 'where e.value is distinct from found_figures ->> e.key', replace: 'where false', ...database('release-refusals') },
  { guard: 'rows of no release', file: OWNERSHIP_GUARD, find: 'release_in_progress() is null or (new.created_by, new.approval_ref)', replace: 'false and (new.created_by, new.approval_ref)', ...database('release-refusals') },
  { guard: 'databases that are not the rehearsed one', file: 'src/governance/release/run-release.ts', find: 'if (sha256 === wanted.sha256 && !incomparable) return;', replace: 'if (sha256 !== "") return;', ...database('release-refusals') },
  { guard: 'packets with another byte', file: 'src/governance/release/read-packet.ts', find: "report.verdict !== 'equal' || ", replace: '', ...database('release-refusals') },
  { guard: 'rollbacks under later releases', file: `${SQL}/0007_gate/070_begin_rollback.sql`, find: 'if dependants is not null then', replace: 'if false then', ...database('release-change') },
  { guard: 'other changes than the ratified ones', file: `${SQL}/0002_ownership/334_apply_proposed_change.sql`, find: 'if change_digest(proposed.changes) <> p_digest then', replace: 'if false then', ...database('release-change') },

  // What somebody should look at, and the plan given back.
  { guard: 'waivers under an owner', file: `${SQL}/0002_ownership/337_v_owner_waiver.sql`, find: "when c.state not in ('gap', 'waived') or (w.proposed and p.owner_gov_code is not null) then 'idle'", replace: '', ...database('owner-findings') },
  { guard: 'waivers that have ended', file: `${SQL}/0002_ownership/337_v_owner_waiver.sql`, find: 'w.expires_at <= now()', replace: 'false', ...database('owner-findings') },
  { guard: 'dead owners that are listed', file: `${SQL}/0002_ownership/338_v_dead_owner.sql`, find: 'where not w.alive and', replace: 'where w.alive and', ...database('owner-findings') },
  { guard: 'comments of a plan', file: EXPORT_PLAN, find: 'if (!document.changed) return state.source;', replace: 'if (!document.changed) return document.toString();', ...database('plan-export') },
  { guard: 'collections that an export would move', file: EXPORT_PLAN, find: "if (is.group !== group || role === 'observed') {", replace: 'if (false) {', ...database('plan-export') },
  { guard: 'proposals that CODEOWNERS would pass for owners', file: 'src/governance/plan/export-codeowners.ts', find: '...(proposed > 0 ?', replace: '...(proposed > 999 ?', ...database('plan-export') },

  // The gate.
  { guard: 'the sovereign signature', file: `${SQL}/0007_gate/030_gate_conditions.sql`, find: 'simulated or signatures >= 1 and', replace: 'simulated or signatures >= 0 and', ...database('gate') },
  { guard: 'guards that fire only sometimes', file: `${SQL}/0007_gate/010_v_governance_guard.sql`, find: "when t.tgenabled = 'A' then 'armed'", replace: "when t.tgenabled in ('A', 'O') then 'armed'", ...database('gate') },
  { guard: 'views that are missing', file: `${SQL}/0007_gate/030_gate_conditions.sql`, find: "coalesce(missing_views || ' missing', 'present'), missing_views is null", replace: "coalesce(missing_views || ' missing', 'present'), true", ...database('gate') },
  { guard: 'a gate that cannot answer', file: 'src/governance/gate/evaluate-gate.ts', find: 'return closedGate(error);\n    throw error;', replace: 'throw error;\n    throw error;', ...database('gate') },
  { guard: 'conditions that cannot be judged', file: 'src/governance/gate/evaluate-gate.ts', find: 'condition.ok === true', replace: 'condition.ok !== false', ...unit('gate-verdict') },
  { guard: 'a gate without conditions', file: 'src/governance/gate/evaluate-gate.ts', find: 'conditions.length > 0 && ', replace: '', ...unit('gate-verdict') },

  // The read contract.
  { guard: 'cursors of another list', file: 'src/governance/ownership/keyset-page.ts', find: 'parsed.data[0] !== question || ', replace: '', ...database('read-lists') },
  { guard: 'pages that repeat a row', file: 'src/governance/ownership/keyset-page.ts', find: "${descending ? '<' : '>'}", replace: "${descending ? '<=' : '>='}", ...database('read-lists') },
  { guard: 'settings that are guessed', file: 'src/governance/settings.ts', find: 'if (!parsed.success) {', replace: 'if (!parsed.success) return readSettings({});\n  if (!parsed.success) {', ...unit('settings') },
  { guard: 'routes that reject', file: 'src/endpoints/one-roof/async-route.ts', find: 'next(error ?? thrown);', replace: 'throw thrown;', ...directus('read-contract') },
  { guard: 'readers who may not', file: 'src/endpoints/one-roof/access.ts', find: 'if (!accountability?.user) return false;', replace: 'return true;', ...directus('read-contract') },

  { guard: 'what is wrong with us', file: 'src/endpoints/one-roof/read-error.ts', find: 'isAdmin || ', replace: 'true || ', ...unit('read-error') },
  { guard: 'anonymous callers, before the database is asked', file: 'src/endpoints/one-roof/access.ts', find: 'if (isAnonymous(settings, accountability)) throw', replace: 'if (false) throw', ...directus('closed') },
  { guard: 'parameters that nobody knows', file: 'src/endpoints/one-roof/parse-query.ts', find: 'if (unknown !== undefined) {', replace: 'if (false) {', ...unit('parse-query') },
  { guard: 'text that PostgreSQL cannot hold', file: 'src/contract/vocabulary.ts', find: "!text.includes('\\0')", replace: 'true', ...unit('parse-query') },
  { guard: 'the limit on collections', file: 'demo/reference-case.ts', find: 'countOf(some) <= limit', replace: 'countOf(some) <= limit + 5', ...unit('reference-case') },
  { guard: 'a reader role without a way into the schema', file: 'src/governance/installation.ts', find: " and has_schema_privilege(r.oid, n.oid, 'USAGE')", replace: '', ...database('installation') },

  // Fingerprints.
  { guard: 'fingerprints that notice a disabled trigger', file: 'src/database/fingerprint/structure.sql', find: "case t.tgenabled when 'A' then 'enable always' when 'O' then 'enable' when 'R' then 'enable replica' else 'disable' end", replace: "''", ...database('fingerprint') },
  { guard: 'fingerprints that notice privileges on columns', file: 'src/database/fingerprint/structure.sql', find: "and a.attacl is not null", replace: 'and false', ...database('fingerprint') },
  { guard: 'fingerprints that ignore the order of rows', file: 'src/database/fingerprint/fingerprint.ts', find: "string_agg(d.digest, '' order by d.digest)", replace: "string_agg(d.digest, '')", ...database('fingerprint') },

  // The doctor.
  { guard: 'a doctor that compares', file: 'src/database/compare-catalogue.ts', find: 'where e.detail is distinct from l.detail', replace: 'where false', ...database('doctor') },
  { guard: 'a doctor that leaves nothing behind', file: 'src/database/compare-catalogue.ts', find: 'await transaction.rollback()', replace: 'await transaction.commit()', ...database('doctor') },
  { guard: 'a doctor that does not wait for locks', file: 'src/database/compare-catalogue.ts', find: "set local lock_timeout = '2s'; ", replace: '', ...database('doctor') },
  { guard: 'a doctor that expects no privilege of a foreign role', file: 'src/database/compare-catalogue.ts', find: " and (kind <> 'privilege' or object in ('OWNER', 'PUBLIC', 'one_roof_reader', 'one_roof_operator', 'one_roof_runtime'))", replace: '', ...database('doctor') },
  { guard: 'what cannot be compared is no pass', file: 'src/governance/doctor/diagnose.ts', find: 'return { findings: [finding], compared: 0 };', replace: 'return { findings: [], compared: 0 };', ...database('doctor') },
  { guard: 'foreign keys that are disabled', file: 'src/database/fingerprint/structure.sql', find: "k.oid and t.tgenabled <> 'O'", replace: 'k.oid and false', ...database('doctor') },
  { guard: 'functions of another owner', file: 'src/governance/doctor/foreign-owners.sql', find: 'owned.owner <> n.nspowner', replace: 'false', ...database('doctor') },
  { guard: 'a mode that does not hold', file: 'src/governance/doctor/surrounding-findings.ts', find: 'if (!isSeparate(surroundings) || can_become_owner.length === 0) return [];', replace: 'return [];', ...database('separated-mode') },
  { guard: 'scan runs that stay as written', file: `${SQL}/0003_scanning/040_candidate_scan_run.sql`, find: 'before update or delete on candidate_scan_run', replace: 'before update of run_id on candidate_scan_run', ...database('discovery') },
  { guard: 'watermarks that rise in replica sessions', file: `${SQL}/0002_ownership/030_governance_group.sql`, find: 'alter table governance_group enable always trigger trg_watermark;', replace: '', ...database('ownership-guard') },
  { guard: 'a doctor for administrators only', file: 'src/endpoints/one-roof/register-read-contract.ts', find: '      requireAdmin((request as DirectusRequest).accountability);\n', replace: '', ...directus('read-contract') },

  // The promises of the read contract.
  { guard: 'fields of answers that stay', file: 'script/check/contract-changes.ts', find: 'if (now === undefined) changes.push(`${place}.${name} is gone`);', replace: 'if (now === undefined) continue;', ...unit('contract-changes') },
  { guard: 'parameters that stay optional', file: 'script/check/contract-changes.ts', find: "at(kept, 'required') === true", replace: 'false', ...unit('contract-changes') },
  { guard: 'enumerations that do not narrow', file: 'script/check/contract-changes.ts', find: 'if (gone.length > 0)', replace: 'if (false)', ...unit('contract-changes') },
  { guard: 'a command for each path', file: 'src/client/index.ts', find: "return get('/gate');", replace: "return get('/health');", ...unit('client') },

  // Seals.
  { guard: 'verdicts about nothing', file: `${SEAL}/report.ts`, find: 'if (report.files === 0 && ', replace: 'if (false && ', ...unit('seal/bags') },
  { guard: 'sealed digests', file: `${SEAL}/verify-files.ts`, find: 'if (digest !== undefined && digest !== found)', replace: 'if (digest === undefined && digest !== found)', ...unit('seal/bags') },
  { guard: 'files that nobody sealed', file: `${SEAL}/verify-files.ts`, find: '} else if (listings === 0 && covers(path)) unlisted.add(path);', replace: '} else if (false) unlisted.add(path);', ...unit('seal/bags') },
  { guard: 'paths that leave a sealed folder', file: `${SEAL}/byte-path.ts`, find: "if (/(^|\\/)\\.\\.(\\/|$)/.test(path)) return 'a path that leaves the folder';", replace: '', ...unit('seal/hostile') },
  { guard: 'links in sealed folders', file: `${SEAL}/root.ts`, find: 'const OPEN_FOLDER = constants.O_RDONLY | constants.O_NOFOLLOW | ', replace: 'const OPEN_FOLDER = constants.O_RDONLY | ', ...unit('seal/hostile') },
  { guard: 'files that change while they are read', file: `${SEAL}/hash-file.ts`, find: 'hashed.length === before.size && isSame(before, fstatSync(descriptor))', replace: 'true', ...unit('seal/hostile') },
  { guard: 'the one form of a seal', file: `${SEAL}/write-manifest.ts`, find: 'if (form && place) return null;', replace: 'if (place) return null;', ...unit('seal/corpus') },
  { guard: 'tag files that nobody sealed', file: `${SEAL}/verify-bag.ts`, find: '!covers(path) && path !== TAG_MANIFEST : null', replace: 'false : null', ...unit('seal/corpus') },
  { guard: 'what a signature is of', file: `${SEAL}/dsse.ts`, find: 'verify(null, signed, key, signature)', replace: 'verify(null, signed, key, signature) || true', ...unit('seal/attestations') },
  { guard: 'explanations that are proven', file: `${SEAL}/explain/explain-drift.ts`, find: "!isSealed(Buffer.from(sealed, 'latin1'))", replace: 'false', ...unit('seal/drift') },

  // What people do about requests, and what the gate makes of it.
  { guard: 'signatures that the gate verifies', file: 'src/governance/gate/signature-conditions.ts', find: 'const verified = [', replace: 'return [...conditions];\n  const verified = [', ...database('request-commands') },
  { guard: 'tampered signatures in the gate', file: 'src/governance/gate/signature-conditions.ts', find: "...said(invalid, 'verify', false)", replace: "...said([], 'verify', false)", ...database('request-commands') },
  { guard: 'unpinned signatures in the gate', file: 'src/governance/gate/signature-conditions.ts', find: "...said(unpinned, 'pinned', counted > 0)", replace: "...said([], 'pinned', counted > 0)", ...database('request-commands') },
  { guard: 'keeping only signatures that verify', file: `${SIGNATURES}/commands/keep-signature.ts`, find: 'if (!verdict.ok && !KEPT.includes(verdict.problem)) {', replace: 'if (false) {', ...database('request-commands') },
  { guard: 'signing what was read', file: `${SIGNATURES}/commands/signing.ts`, find: 'if (request.revision_digest !== digest) {', replace: 'if (false) {', ...database('request-commands') },
  { guard: 'the limit of passwords', file: `${SIGNATURES}/commands/challenges.ts`, find: 'if (tries < TRIES) return;', replace: 'return;', ...database('request-commands') },
  { guard: 'one password for a challenge', file: `${SIGNATURES}/commands/sign-with-password.ts`, find: '  await burnChallenge(session, nonce);\n', replace: '', ...database('request-commands') },
  { guard: 'carrying out only what is signed with a pinned key', file: `${SIGNATURES}/apply-request.ts`, find: 'if (!judged.some(({ problem }) => problem === null)) {', replace: 'if (false) {', ...database('request-commands') },
  { guard: 'actions without a handler', file: `${SIGNATURES}/apply-request.ts`, find: "if (typeof handler === 'function') return handler;", replace: "if (handler !== undefined || ref !== '') return () => Promise.resolve();", ...database('request-commands') },
  { guard: 'requests that are not one\'s own', file: `${SIGNATURES}/request-row.ts`, find: ' and ($2 or proposer_user = $3::uuid)', replace: ' and ($2 or $3::uuid is not null or true)', ...database('request-reading') },

  // Signatures, and whose they are.
  { guard: 'challenges of another round', file: `${SIGNATURES}/passkey-assertion.ts`, find: 'expectedChallenge: passkeyChallenge(stored),', replace: 'expectedChallenge: () => true,', ...unit('ratification/passkeys') },
  { guard: 'passkeys of people who were not verified', file: `${SIGNATURES}/passkey-assertion.ts`, find: 'requireUserVerification: true,', replace: 'requireUserVerification: false,', ...unit('ratification/passkeys') },
  { guard: 'counters that go back', file: `${SIGNATURES}/passkey-assertion.ts`, find: 'counter: counterBefore }', replace: 'counter: 0 }', ...unit('ratification/passkeys') },
  { guard: 'passkeys used on another origin', file: `${SIGNATURES}/relying-party.ts`, find: 'url.hostname === id && ', replace: '', ...unit('ratification/passkeys') },
  { guard: 'pages inside pages of others', file: `${SIGNATURES}/passkey-assertion.ts`, find: 'if (isCrossOrigin(stored))', replace: 'if (false)', ...unit('ratification/passkeys') },
  { guard: 'enrolment by people who were not verified', file: `${SIGNATURES}/passkey-registration.ts`, find: 'requireUserVerification: true,', replace: 'requireUserVerification: false,', ...unit('ratification/passkeys') },
  { guard: 'SSH signatures for something else', file: `${SIGNATURES}/ssh-signature.ts`, find: 'if (namespace !== NAMESPACE) {', replace: 'if (false) {', ...unit('ratification/ssh-signatures') },
  { guard: 'security keys that nobody touched', file: `${SIGNATURES}/ssh-signature.ts`, find: 'if ((flagsAndCounter.readUInt8() & USER_PRESENT) === 0)', replace: 'if (false)', ...unit('ratification/ssh-signatures') },
  { guard: 'short RSA keys', file: `${SIGNATURES}/ssh-public-key.ts`, find: 'modulusLength < MIN_RSA_BITS ||', replace: '', ...unit('ratification/ssh-signatures') },
  { guard: 'keys that are pinned', file: `${SIGNATURES}/pinned-key.ts`, find: 'if (ofPerson.length === 0) {', replace: 'if (false) {', ...unit('ratification/trust-file') },
  { guard: 'keys of one person', file: `${SIGNATURES}/pinned-key.ts`, find: 'if (people.length > 1)', replace: 'if (false)', ...unit('ratification/trust-file') },
  { guard: 'keys that are not valid any more', file: `${SIGNATURES}/pinned-key.ts`, find: '(validBefore === null || at <= validBefore)', replace: 'true', ...unit('ratification/trust-file') },
  { guard: 'trust files that everybody may write', file: `${SIGNATURES}/read-trust.ts`, find: 'if ((status.mode & WORLD_WRITABLE) !== 0)', replace: 'if (false)', ...unit('ratification/trust-file') },
  { guard: 'trust asked of every signature', file: `${SIGNATURES}/verify-signature.ts`, find: 'unpinned(trust, signature.signer, verified.key, at) ??', replace: '', ...unit('ratification/verify-signature') },
  { guard: 'statements that say something else', file: `${SIGNATURES}/verify-signature.ts`, find: 'if (mismatch !== null) return mismatch;', replace: '', ...unit('ratification/verify-signature') },
  { guard: 'passkeys of another user', file: `${SIGNATURES}/verify-signature.ts`, find: "['user', row.signer_user, round.user],", replace: '', ...unit('ratification/verify-signature') },
  { guard: 'lines hidden in a statement', file: `${SIGNATURES}/signature-statement.ts`, find: '!HIDDEN.test(text)', replace: 'true', ...unit('ratification/statements') },
  { guard: 'the digest of what people decided about', file: `${SIGNATURES}/bundle-rules.ts`, find: 'digest === request.revision_digest ? [] :', replace: 'true ? [] :', ...unit('ratification/request-bundle') },
  { guard: 'passwords taken for proof', file: `${SIGNATURES}/verify-request-bundle.ts`, find: 'verdict.proof === \'key\' ?', replace: 'true ?', ...unit('ratification/request-bundle') },

  // What somebody is responsible for is theirs alone.
  { guard: 'the responsibilities of others', file: `${SQL}/0002_ownership/255_role_responsibility.sql`, find: 'select code::text as owner, name from governance_registry where directus_role = any (p_roles)', replace: 'select code::text as owner, name from governance_registry', ...database('responsibilities') },
  { guard: 'responsibilities in collections that may not be read', file: 'src/governance/ownership/responsibilities.ts', find: "readable: `object_type = 'collection' and object_ref = any (?)`", replace: 'readable: `? is not null`', ...database('responsibilities') },
  { guard: 'the remembered answer of another', file: 'src/endpoints/one-roof/register-read-contract.ts', find: "request.accepts('json', 'csv'), person])", replace: "request.accepts('json', 'csv')])", ...directus('read-contract') },
  // What is done to governed collections, whichever way it comes.
  { guard: 'items of a collection that nobody executes', file: `${SQL}/0008_guards/100_guard_finding.sql`, find: '), \'gap\') = \'gap\'', replace: '), \'gap\') = \'never\'', ...database('guard-items') },
  { guard: 'items refused in enforce', file: `${SQL}/0008_guards/140_guard_items.sql`, find: 'if permit is null and tg_argv[0] = \'enforce\' then', replace: 'if false then', ...database('guard-items') },
  { guard: 'verdicts that are kept when owners change', file: `${SQL}/0008_guards/140_guard_items.sql`, find: 'and l.watermark = (select sum(m.version) from governance_watermark m)', replace: '', ...database('guard-items') },
  { guard: 'verdicts that are kept when waivers end', file: `${SQL}/0008_guards/140_guard_items.sql`, find: 'and l.valid_until > now()', replace: '', ...database('guard-items') },
  { guard: 'verdicts that are forged', file: `${SQL}/0008_guards/102_governance_guard_lease.sql`, find: 'if pg_trigger_depth() < 2 then', replace: 'if false then', ...database('guard-items') },
  { guard: 'statements that write nothing', file: `${SQL}/0008_guards/140_guard_items.sql`, find: 'if written = 0 then', replace: 'if false then', ...database('guard-items') },
  { guard: 'Directus going on where a guard fails in observe', file: `${SQL}/0008_guards/140_guard_items.sql`, find: '    if tg_argv[0] = \'enforce\' then\n      raise exception \'The guard of % cannot judge: %\', tg_table_name, sqlerrm', replace: '    if true then\n      raise exception \'The guard of % cannot judge: %\', tg_table_name, sqlerrm', ...database('guard-items') },
  { guard: 'enforce where a guard fails', file: `${SQL}/0008_guards/140_guard_items.sql`, find: '    if tg_argv[0] = \'enforce\' then\n      raise exception', replace: '    if false then\n      raise exception', ...database('guard-items') },
  { guard: 'keys of a type of their own', file: `${SQL}/0008_guards/140_guard_items.sql`, find: '\n      and (a.atttypid < 16384 or (select c.relowner from pg_class c where c.oid = tg_relid) = current_user::regrole)', replace: '', ...database('separated-mode') },
  { guard: 'statements of very many items', file: `${SQL}/0008_guards/140_guard_items.sql`, find: 'told_apart constant bigint := 10000;', replace: 'told_apart constant bigint := 100000;', ...database('guard-items') },
  { guard: 'overrides for another collection', file: `${SQL}/0008_guards/090_guard_permit.sql`, find: 'where closed_at is null and expires_at > now() and (collections is null or p_collection = any (collections))', replace: 'where closed_at is null and expires_at > now()', ...database('guard-items') },
  { guard: 'windows for another collection', file: `${SQL}/0008_guards/090_guard_permit.sql`, find: '        and (collections is null or p_collection = any (collections))\n', replace: '\n', ...database('guard-schema') },
  { guard: 'windows for items', file: `${SQL}/0008_guards/090_guard_permit.sql`, find: 'p_act <> \'write\' and closed_at is null', replace: 'closed_at is null', ...database('guard-items') },
  { guard: 'overrides whose time is over', file: `${SQL}/0008_guards/090_guard_permit.sql`, find: 'where closed_at is null and expires_at > now() and (collections', replace: 'where closed_at is null and (collections', ...database('guard-items') },
  { guard: 'windows that are changed', file: `${SQL}/0008_guards/040_permit_guard.sql`, find: 'or to_jsonb(new) - ends is distinct from to_jsonb(old) - ends then', replace: 'then', ...database('guard-schema') },
  { guard: 'windows that are opened again', file: `${SQL}/0008_guards/040_permit_guard.sql`, find: 'tg_op = \'DELETE\' or old.closed_at is not null or', replace: 'tg_op = \'DELETE\' or', ...database('guard-schema') },
  { guard: 'windows that begin later', file: `${SQL}/0008_guards/040_permit_guard.sql`, find: '    new.created_at := now();\n', replace: '', ...database('guard-schema') },
  { guard: 'windows that never end', file: `${SQL}/0008_guards/020_governance_change_window.sql`, find: 'and expires_at <= created_at + interval \'7 days\'', replace: '', ...database('guard-schema') },
  { guard: 'overrides that never end', file: `${SQL}/0008_guards/030_governance_override.sql`, find: 'and expires_at <= created_at + interval \'1 day\'', replace: '', ...database('guard-schema') },
  { guard: 'locked schemas', file: `${SQL}/0008_guards/100_guard_finding.sql`, find: 'if role = \'locked\' then', replace: 'if false then', ...database('guard-schema') },
  { guard: 'governed schemas without a policy owner', file: `${SQL}/0008_guards/100_guard_finding.sql`, find: 'not in (\'owned_direct\', \'owned_inherited\', \'waived\')', replace: '= \'never\'', ...database('guard-schema') },
  { guard: 'new collections outside any group', file: `${SQL}/0008_guards/100_guard_finding.sql`, find: 'and candidates = \'{}\' and', replace: 'and false and', ...database('guard-schema') },
  { guard: 'schemas refused in enforce', file: `${SQL}/0008_guards/170_guard_schema.sql`, find: 'if finding is not null and permit is null and mode = \'enforce\' then', replace: 'if false then', ...database('guard-schema') },
  { guard: 'fields that leave a collection', file: `${SQL}/0008_guards/170_guard_schema.sql`, find: 'touched := array[was ->> \'collection\', will ->> \'collection\'];', replace: 'touched := array[will ->> \'collection\'];', ...database('guard-schema') },
  { guard: 'relations that are shown in a collection', file: `${SQL}/0008_guards/170_guard_schema.sql`, find: 'case when will ->> \'one_field\' is not null then will ->> \'one_collection\' end]', replace: 'null]', ...database('guard-schema') },
  { guard: 'emptying the tables of schemas', file: `${SQL}/0008_guards/175_guard_schema_truncate.sql`, find: 'if tg_argv[0] = \'enforce\' and not exists (', replace: 'if false and not exists (', ...database('guard-schema') },
  { guard: 'Directus going on where the guard of schemas fails', file: `${SQL}/0008_guards/170_guard_schema.sql`, find: '    if tg_argv[0] = \'enforce\' then', replace: '    if true then', ...database('guard-items') },
  { guard: 'collections that are created again', file: `${SQL}/0008_guards/170_guard_schema.sql`, find: 'perform arm_table_guard(touched_collection);', replace: 'null;', ...database('guard-survival') },
  { guard: 'attribution by transaction', file: `${SQL}/0008_guards/160_attribute_writes.sql`, find: 'w.xid = pg_current_xact_id()\n      and', replace: '', ...database('attribution') },
  { guard: 'attribution by collection', file: `${SQL}/0008_guards/160_attribute_writes.sql`, find: 'and w.relation = a.collection', replace: '', ...database('attribution') },
  { guard: 'attribution by key', file: `${SQL}/0008_guards/160_attribute_writes.sql`, find: 'or w.item = a.item or item_key(w.item) = item_key(a.item)', replace: 'or true', ...database('attribution') },
  { guard: 'activity of a type of their own', file: `${SQL}/0008_guards/160_attribute_writes.sql`, find: 'case when pg_typeof(c.item)::oid < 16384 then c.item::text end', replace: 'c.item::text', ...database('separated-mode') },
  { guard: 'keys that are written otherwise', file: `${SQL}/0008_guards/150_item_key.sql`, find: 'then p_item::numeric::text', replace: 'then p_item', ...database('attribution') },
  { guard: 'writes that are attributed afterwards', file: `${SQL}/0008_guards/070_governed_write_guard.sql`, find: ' or old.xid <> pg_current_xact_id()', replace: '', ...database('attribution') },
  { guard: 'writes that are rewritten', file: `${SQL}/0008_guards/070_governed_write_guard.sql`, find: 'item, item_count,', replace: 'item_count,', ...database('attribution') },
  { guard: 'writes that are deleted early', file: `${SQL}/0008_guards/070_governed_write_guard.sql`, find: 'if old.created_at > now() - interval \'30 days\' then', replace: 'if false then', ...database('attribution') },
  { guard: 'enforce that would block work', file: `${SQL}/0008_guards/220_enforcement_guard.sql`, find: 'if obstacles > 0 then', replace: 'if false then', ...database('guard-modes') },
  { guard: 'modes that are removed', file: `${SQL}/0008_guards/220_enforcement_guard.sql`, find: 'if tg_op = \'DELETE\' then', replace: 'if false then', ...database('guard-modes') },
  { guard: 'findings before enforce', file: `${SQL}/0008_guards/210_enforcement_obstacle.sql`, find: 'w.finding is not null and w.permit is null and w.created_at', replace: 'false and w.created_at', ...database('guard-modes') },
  { guard: 'guards that were switched off', file: `${SQL}/0008_guards/190_v_table_guard.sql`, find: 'when t.tgenabled <> \'A\' then \'disabled\'', replace: 'when false then \'disabled\'', ...database('guard-modes') },
  { guard: 'guards with a condition', file: `${SQL}/0008_guards/190_v_table_guard.sql`, find: 'or t.tgqual is not null', replace: '', ...database('guard-modes') },
  { guard: 'guards in another mode', file: `${SQL}/0008_guards/190_v_table_guard.sql`, find: 'or t.tgargs is distinct from f.arguments', replace: '', ...database('guard-modes') },
  { guard: 'guards of another kind', file: `${SQL}/0008_guards/190_v_table_guard.sql`, find: 'or t.tgtype <> e.tgtype', replace: '', ...database('guard-modes') },
  { guard: 'the gate looking at the guards of tables', file: `${SQL}/0007_gate/030_gate_conditions.sql`, find: 'select relation, trigger_name, state from v_table_guard', replace: 'select relation, trigger_name, state from v_table_guard where false', ...database('guard-modes') },
  { guard: 'guards firing in every session', file: `${SQL}/0008_guards/200_arm_table_guard.sql`, find: '    execute format(\'alter table %I.%I enable always trigger %I\', :\'directus_schema\', p_relation, found.trigger_name);\n', replace: '', ...database('guard-items') },
  { guard: 'DDL past the guards', file: `${SQL}/0008_guards/136_v_structure_drift.sql`, find: 't.structure is distinct from s.structure', replace: 'false', ...database('guard-schema') },
  { guard: 'schema changes that leave no row of Directus', file: 'src/hooks/ownership-guard/index.ts', find: "await refuse('schema',", replace: "await refuse('write',", ...directus('bypass') },
  { guard: 'refusals as Directus tells them', file: 'src/hooks/ownership-guard/index.ts', find: 'asDirectusError(error) ?? error', replace: 'error', ...directus('bypass') },

  // Who decides is proven to the database, and what they decided about is never rewritten.
  { guard: 'votes without a session', file: `${RATIFICATION}/037_vote_guard.sql`, find: 'if here is null or here <> new.approver_user then', replace: 'if false then', ...database('ratification') },
  { guard: 'tokens in the place of people', file: `${RATIFICATION}/011_authenticated_user.sql`, find: 'elsif p_token_too and static_token is not null then', replace: 'elsif static_token is not null then', ...database('ratification') },
  { guard: 'votes on another revision', file: `${RATIFICATION}/037_vote_guard.sql`, find: 'if (new.revision, new.revision_digest) is distinct from (asked.revision, asked.revision_digest) then', replace: 'if false then', ...database('ratification') },
  { guard: 'votes of the proposer', file: `${RATIFICATION}/037_vote_guard.sql`, find: 'when same_human(new.approver_user, asked.proposer_user) then \'own_proposal\'', replace: 'when false then \'own_proposal\'', ...database('ratification') },
  { guard: 'votes on what is closed', file: `${RATIFICATION}/037_vote_guard.sql`, find: 'if status not in (\'pending\', \'approved\', \'deadlocked\') then', replace: 'if false then', ...database('ratification') },
  { guard: 'votes that are changed', file: `${RATIFICATION}/037_vote_guard.sql`, find: 'before update or delete on apr_approvals', replace: 'before update of created_by on apr_approvals', ...database('ratification') },
  { guard: 'accounts that somebody else changed', file: `${RATIFICATION}/026_seat_problem.sql`, find: 'when changed_by_another(p_user, p_at) then \'cooling\'', replace: '', ...database('ratification') },
  { guard: 'changes that Directus noted as somebody else\'s', file: `${RATIFICATION}/024_changed_by_another.sql`, find: 'and a."user" = p_user\n', replace: '\n', ...database('ratification') },
  { guard: 'signers who are not active', file: `${RATIFICATION}/026_seat_problem.sql`, find: 'when d.active is not true then \'dead\'', replace: '', ...database('ratification') },
  { guard: 'signers who left their role', file: `${RATIFICATION}/026_seat_problem.sql`, find: 'when d.role is distinct from s.directus_role then \'left_role\'', replace: '', ...database('ratification') },
  { guard: 'approvals of an earlier revision', file: `${RATIFICATION}/033_v_request_vote.sql`, find: 'and r.revision = v.revision and r.revision_digest = v.revision_digest', replace: '', ...database('ratification') },
  { guard: 'digests written by hand', file: `${RATIFICATION}/028_request_guard.sql`, find: '  new.revision_content := request_content(new);\n', replace: '', ...database('ratification') },
  { guard: 'requests of nobody', file: `${RATIFICATION}/028_request_guard.sql`, find: 'if person.active is not true then', replace: 'if false then', ...database('ratification') },
  { guard: 'requests in somebody else\'s name', file: `${RATIFICATION}/028_request_guard.sql`, find: 'if here is not null and here <> new.proposer_user then', replace: 'if false then', ...database('ratification') },
  { guard: 'requests of a lower risk', file: `${RATIFICATION}/028_request_guard.sql`, find: 'and request_risk(new.proposed_action_code) <> \'high\' then', replace: 'and false then', ...database('ratification') },
  { guard: 'expiry', file: `${RATIFICATION}/035_request_status.sql`, find: 'when asked.expires_at <= clock_timestamp() then \'expired\'', replace: '', ...database('ratification') },
  { guard: 'two requests about the same', file: `${RATIFICATION}/035_request_status.sql`, find: 'where o.subject = asked.subject and o.code <> asked.code', replace: 'where false', ...database('ratification') },
  { guard: 'deadlocks', file: `${RATIFICATION}/035_request_status.sql`, find: 'or standing.council_votes + standing.council_left < standing.council_needed', replace: '', ...database('ratification') },
  { guard: 'the quorum of the council', file: `${RATIFICATION}/035_request_status.sql`, find: 'or standing.council_votes < standing.council_needed', replace: '', ...database('ratification') },
  { guard: 'rejections', file: `${RATIFICATION}/035_request_status.sql`, find: 'when standing.rejections > 0 then \'rejected\'', replace: '', ...database('ratification') },
  { guard: 'the second of two people', file: `${RATIFICATION}/035_request_status.sql`, find: 'when policy.profile = \'two_person\' and asked.confirmed_at is null then \'pending\'', replace: '', ...database('ratification') },
  { guard: 'signatures before approval', file: `${RATIFICATION}/052_signature_guard.sql`, find: 'if status <> \'approved\' then', replace: 'if false then', ...database('ratification') },
  { guard: 'signatures of the proposer', file: `${RATIFICATION}/052_signature_guard.sql`, find: 'case when same_human(new.signer_user, asked.proposer_user) then \'own_proposal\' end,', replace: '', ...database('ratification') },
  { guard: 'methods that the policy does not allow', file: `${RATIFICATION}/052_signature_guard.sql`, find: 'case when not new.method = any (policy.methods) then \'method_not_allowed\' end,', replace: '', ...database('ratification') },
  { guard: 'answers that are given twice', file: `${RATIFICATION}/038_consume_challenge.sql`, find: 'and consumed_at is null and', replace: 'and', ...database('ratification') },
  { guard: 'answers about another revision', file: `${RATIFICATION}/038_consume_challenge.sql`, find: 'and revision_digest is not distinct from p_revision_digest', replace: '', ...database('ratification') },
  { guard: 'e-signatures that bind nobody', file: `${RATIFICATION}/054_esignature_guard.sql`, find: 'if not exists (', replace: 'if false and not exists (', ...database('ratification') },
  { guard: 'keys enrolled for others', file: `${RATIFICATION}/039_credential_guard.sql`, find: 'if here is null or here <> new.user_id then', replace: 'if false then', ...database('ratification') },
  { guard: 'seats that nobody ratified', file: `${RATIFICATION}/057_require_carried_out_by.sql`, find: 'elsif not request_is_ratified(p_code) then', replace: 'elsif false then', ...database('ratification') },
  { guard: 'actions that nothing carries out', file: `${RATIFICATION}/057_require_carried_out_by.sql`, find: 'elsif handler is distinct from p_handler then', replace: 'elsif false then', ...database('ratification') },
  { guard: 'a policy that was not asked for', file: `${RATIFICATION}/058_policy_guard.sql`, find: 'if asked.proposed_action -> \'policy\' is distinct from', replace: 'if null is distinct from null and asked.proposed_action -> \'policy\' is distinct from', ...database('ratification') },
  { guard: 'seats filled a second time', file: `${RATIFICATION}/059_seat_guard.sql`, find: 'or exists (select from governance_seat s where ref in (s.approval_ref, s.vacated_ref) and s.xid <> pg_current_xact_id())', replace: '', ...database('ratification') },
  { guard: 'ospa of other requests', file: `${RATIFICATION}/090_ospa.sql`, find: 'and b.subject like \'release:%\'', replace: '', ...database('ratification') },
  { guard: 'actions made less risky', file: `${RATIFICATION}/010_apr_action_types.sql`, find: 'if tg_op <> \'INSERT\' then', replace: 'if false then', ...database('ratification') },

  // What people are asked to ratify is judged first, and what they decided is never made up.
  { guard: 'lint: statements that take away', file: `${LINT}/rules/destructive-statement.ts`, find: 'rollback ? null : takesAway(node, inner)', replace: 'null', ...unit('release-lint/rules') },
  { guard: 'lint: what a rollback must not do either', file: `${LINT}/rules/destructive-statement.ts`, find: 'never(node, inner) ??', replace: '(rollback ? null : never(node, inner)) ??', ...unit('release-lint/rules') },
  { guard: 'lint: the bodies of DO blocks', file: `${LINT}/statements.ts`, find: "if (type !== 'DoStmt' && type !== 'CreateFunctionStmt')", replace: "if (type !== 'CreateFunctionStmt')", ...unit('release-lint/rules') },
  { guard: 'lint: SQL that is put together when it runs', file: `${LINT}/statements.ts`, find: "return text === null ? unjudged(1, 'SQL that is put together when it runs (EXECUTE) cannot be read') : statementsOf(text);", replace: "return statementsOf(text ?? '');", ...unit('release-lint/rules') },
  { guard: 'lint: a guard that may be passed by', file: `${LINT}/rules/missing-guard.ts`, find: '!statement.conditional && isGuard', replace: 'isGuard', ...unit('release-lint/rules') },
  { guard: 'lint: assertions after the last write', file: `${LINT}/rules/missing-assertion.ts`, find: 'statements.slice(last + 1).some(asserts)', replace: 'statements.some(asserts)', ...unit('release-lint/rules') },
  { guard: 'lint: locks that everybody waits for', file: `${LINT}/rules/lock-level.ts`, find: 'const TOO_STRONG = 7;', replace: 'const TOO_STRONG = 9;', ...unit('release-lint/rules') },
  { guard: 'lint: forbidden tokens', file: `${LINT}/rules/forbidden-token.ts`, find: "  'REPOINT',\n", replace: '', ...unit('release-lint/rules') },
  { guard: 'lint: the bytes that tiers.json names', file: `${LINT}/rules/tiers-document.ts`, find: 'found === sha256 ? []', replace: 'true ? []', ...unit('release-lint/rules') },
  { guard: 'lint: the rows in the data', file: `${LINT}/rules/count-mismatch.ts`, find: 'rows === own.to - own.from', replace: 'rows >= 0', ...unit('release-lint/rules') },
  { guard: 'execute.sh stops at a closed gate', file: 'src/governance/release/runbooks/execute-script.ts', find: '[ "$verdict" != READY ]', replace: 'false', ...unit('release-runbooks') },
  { guard: 'execute.sh makes no code up', file: 'src/governance/release/runbooks/execute-script.ts', find: 'if [ -z "$request" ]; then', replace: 'if false; then', ...unit('release-runbooks') },
  { guard: 'decisions in force only while what they need holds', file: 'src/governance/decision/decide.ts', find: 'selected !== undefined && available ?', replace: 'selected !== undefined ?', ...unit('decision') },
  { guard: 'decisions that nobody signed', file: 'src/governance/decision/decision-facts.sql', find: "from request where option is not null and status = 'approved' and signed_at is not null", replace: "from request where option is not null and status = 'approved'", ...database('decision') },
  { guard: 'selections in a document', file: 'src/governance/decision/decide.ts', find: '|| claimed === signed) return [];', replace: '|| true) return [];', ...unit('decision') },
  { guard: 'owners with an approval that nobody gave', file: 'src/governance/decision/decision-facts.sql', find: "and not exists (select from request q where q.code = o.approval_ref::text and q.signed_at is not null)", replace: 'and false', ...database('decision') },
  { guard: 'releases whose signature does not verify', file: 'src/governance/release/require-signature.ts', find: 'if (judged.length === 0 || judged.some', replace: 'if (true || judged.some', ...database('release-refusals') },
  { guard: 'decisions whose signature does not verify', file: 'src/governance/decision/verified-selections.ts', find: '({ request }) => verified.has(request)),\n    fab', replace: '() => true),\n    fab', ...database('decision') },
  { guard: 'programs that act for people', file: `${RATIFICATION}/011_authenticated_user.sql`, find: "and to_jsonb(s) ->> 'oauth_client' is null", replace: '', ...database('ratification') },
];
