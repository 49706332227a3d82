import { SQL, database, directus, unit } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const OWNERSHIP_GUARD = `${SQL}/objects/05_ownership/owners/ownership_guard.sql`;
const LINT = 'src/governance/release/packet/lint';

// prettier-ignore
export const RELEASES_MUTANTS: readonly Mutant[] = [
  // Who may run a release, what runs, and all of it or nothing.
  { guard: 'releases that nobody ratified', file: `${SQL}/objects/13_execution/run/check_release.sql`, find: "if release.status <> 'ratified' and not release_is_approved(p_release) then", replace: 'if false then', ...database('releases/release-refusals') },
  { guard: 'packets that were not rehearsed', file: `${SQL}/objects/13_execution/run/check_release.sql`, find: 'if rehearsal_is_missing(release.packet_tree_sha256)', replace: 'if false', ...database('releases/release-refusals') },
  { guard: 'packets that nobody ratified', file: `${SQL}/objects/13_execution/run/check_release.sql`, find: 'if p_packet is distinct from release.packet_tree_sha256', replace: 'if false', ...database('releases/release-refusals') },
  { guard: 'releases while the gate is blocked', file: `${SQL}/objects/13_execution/assertions/assert_release_gate.sql`, find: 'where c.ok is not true', replace: 'where false', ...database('releases/release-refusals') },
  { guard: 'run permits that have expired', file: `${SQL}/objects/10_releases/permits/use_release_window.sql`, find: ' and p.expires_at > clock_timestamp()', replace: '', ...database('releases/release-refusals') },
  { guard: 'run permits that are wider than the release', file: `${SQL}/objects/10_releases/permits/build_authorization_guard.sql`, find: 'if new.scope is distinct from release_window(release) then', replace: 'if false then', ...database('releases/release-refusals') },
  { guard: 'run permits that were taken back', file: `${SQL}/objects/10_releases/permits/build_authorization_guard.sql`, find: 'and a.statement = new.statement', replace: 'and false', ...database('releases/run-permits') },
  { guard: 'run permits for nobody that the ledger could name', file: `${SQL}/objects/10_releases/permits/build_authorization_guard.sql`, find: "if new.granted_to !~ '^operator:[^[:space:]]+$' then", replace: 'if false then', ...database('releases/run-permits') },
  { guard: 'run permits by anybody', file: `${SQL}/objects/10_releases/permits/build_authorization_guard.sql`, find: 'if problem is not null then', replace: 'if false then', ...database('releases/release-refusals') },
  { guard: 'two releases at once', file: `${SQL}/objects/13_execution/run/lock_for_release.sql`, find: 'if not pg_try_advisory_xact_lock(', replace: 'if 0 = 1 and not pg_try_advisory_xact_lock(', ...database('releases/release-refusals') },
  { guard: 'writers during a release', file: `${SQL}/objects/13_execution/run/lock_for_release.sql`, find: 'in share row exclusive mode', replace: 'in access share mode', ...database('releases/release-refusals') },
  { guard: 'writers to what a release changes', file: `${SQL}/objects/13_execution/run/lock_for_release.sql`, find: "select jsonb_array_elements_text(asserted() -> 'tables')", replace: "select 'governance_group'", ...database('ledger/ledger-triggers') },
  { guard: 'simulated approval in production', file: `${SQL}/objects/10_releases/approval/simulated_approval_guard.sql`, find: 'if not is_proven_clone() then', replace: 'if false then', ...database('releases/release-refusals') },
  { guard: 'parts of a release', file: `${SQL}/objects/10_releases/manifest/release_is_whole.sql`, find: "and (release.status = 'applied') <> (tg_op = 'INSERT') then", replace: 'and false then', ...database('releases/release-refusals') },
  { guard: 'a status without its proof', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: "when 'ratified → applied' then", replace: "when 'ratified → applied' then true or", ...database('releases/release-refusals') },
  { guard: 'releases begun without a run permit', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: 'window_is_used(new.release_code::text)', replace: 'true', ...database('releases/release-refusals') },
  { guard: 'figures that are not the planned ones', file: `${SQL}/objects/13_execution/assertions/assert_release_figures.sql`, find: 'where e.value is distinct from found_figures ->> e.key', replace: 'where false', ...database('releases/release-refusals') },
  { guard: 'rows of no release', file: OWNERSHIP_GUARD, find: 'release_in_progress() is null or (new.created_by, new.approval_ref)', replace: 'false and (new.created_by, new.approval_ref)', ...database('releases/release-refusals') },
  { guard: 'databases that are not the rehearsed one', file: 'src/governance/release/execution/run-release.ts', find: 'if (drift === null) return;', replace: 'if (drift !== undefined) return;', ...database('releases/release-refusals') },
  { guard: 'applied releases that rest on nothing', file: `${SQL}/objects/10_releases/approval/ratification_counts.sql`, find: 'or unratified_rules() is null and coalesce((', replace: 'or true or coalesce((', ...database('releases/release-psql') },
  { guard: 'the status of a release that rests on nothing', file: 'src/governance/gate/release-status.ts', find: "if (status === 'applied' && verified !== true)", replace: "if (status === 'applied' && verified === null)", ...database('signatures/one-evaluation') },
  { guard: 'other cells than people signed', file: 'src/governance/release/execution/apply-release.ts', find: 'if (isDeepStrictEqual(told, changes)) return;', replace: 'return;', ...database('releases/release-changes') },
  { guard: 'releases whose signature does not verify', file: 'src/governance/release/execution/require-signature.ts', find: 'if (signatures.length === 0 ||', replace: 'if (true ||', ...database('releases/release-refusals') },

  // What a tier installs: named, adopted, and gone with the rollback.
  { guard: 'relations that a release may not install', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: 'if relation_problem(new.plan) is not null then', replace: 'if false then', ...database('releases/named-relations') },
  { guard: 'relations with names of One-Roof itself', file: `${SQL}/objects/10_releases/relations/relation_problem.sql`, find: "when name #>> '{}' = any (base_relations())", replace: 'when false', ...database('releases/named-relations') },
  { guard: 'relations that are no plain word', file: `${SQL}/objects/10_releases/relations/relation_problem.sql`, find: "when name #>> '{}' !~ '^[a-z][a-z0-9_]{0,62}$'", replace: 'when false', ...database('releases/named-relations') },
  { guard: 'relations that no release names', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: 'and added_relations() = relations_of(new.plan, true)', replace: '', ...database('releases/named-relations') },
  { guard: 'relations that the ledger records in part', file: `${SQL}/objects/10_releases/relations/missing_relations.sql`, find: "and t.tgenabled = 'A'", replace: '', ...database('releases/named-relations') },
  { guard: 'relations that the ledger does not record', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: ' and missing_relations(new.plan) is null', replace: '', ...database('releases/named-relations') },
  { guard: 'relations that stay after a rollback', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: 'and not exists (select from v_release_relation v where v.release = new.release_code::text)', replace: '', ...database('releases/named-relations') },
  { guard: 'relations of another tier', file: `${SQL}/objects/13_execution/run/adopt_relations.sql`, find: 'elsif p_relations is distinct from (', replace: 'elsif false and p_relations is distinct from (', ...database('releases/named-relations') },
  { guard: 'relations of another kind', file: `${SQL}/objects/10_releases/relations/adopt_relation.sql`, find: 'if relation.relkind is distinct from', replace: 'if false and relation.relkind is distinct from', ...database('releases/named-relations') },
  { guard: 'relations without a key', file: `${SQL}/objects/10_releases/relations/adopt_relation.sql`, find: 'if p_asserts and primary_key(relation.oid) is null then', replace: 'if false then', ...database('releases/named-relations') },
  { guard: 'relations removed outside a rollback', file: `${SQL}/objects/13_execution/rollback/remove_relations.sql`, find: 'perform assert_release_rollback(p_release);', replace: '', ...database('releases/named-relations') },
  { guard: 'rows that others wrote into a table of a release', file: `${SQL}/objects/13_execution/rollback/release_dependant.sql`, find: 'where w.after is null', replace: 'where false', ...database('releases/throw-away-tier') },
  { guard: 'rows that a later release wrote into a table of an earlier one', file: `${SQL}/objects/13_execution/rollback/restore_release.sql`, find: "perform restore_relation(p_release, installed[i], 'remove');", replace: 'null;', ...database('releases/throw-away-tier') },
  { guard: 'relations that the gate does not expect', file: `${SQL}/objects/12_gate/gate_conditions.sql`, find: 'relations = expected_relations', replace: 'true', ...database('gate/gate') },
  { guard: 'tables of a release that the ledger forgets', file: `${SQL}/objects/03_ledger/recording/v_ledger_relation.sql`, find: 'from v_release_relation where asserts', replace: 'from v_release_relation where false', ...database('releases/throw-away-tier') },
  { guard: 'relations of a release that the doctor would drop', file: `${SQL}/install/compare-catalogue.ts`, find: 'await installRelations(session, installers, { ...names, schema: beside });', replace: '', ...database('releases/throw-away-tier') },
  { guard: 'tables that a tier creates and does not name', file: `${LINT}/rules/22-named-relations.ts`, find: '!relations.some((one) => one.name === name) || ', replace: '', ...unit('releases/lint/named-relations') },
  { guard: 'tables that are not adopted', file: `${LINT}/rules/22-named-relations.ts`, find: 'adopted < place', replace: 'adopted > place + 99', ...unit('releases/lint/named-relations') },

  // Packets: verified, rendered, rehearsed.
  { guard: 'files that were swapped after they were verified', file: 'src/seal/kept-bytes.ts', find: 'if (found === expected) return;', replace: 'if (found !== undefined) return;', ...database('releases/release-packet') },
  { guard: 'SQL that somebody wrote into a packet', file: 'src/governance/release/packet/require-rendered.ts', find: 'if (odd === undefined) return;', replace: 'if (odd !== null) return;', ...database('releases/release-packet') },
  { guard: 'files that are not rendered', file: 'src/governance/release/packet/require-rendered.ts', find: 'find((path) => !files.has(path))', replace: 'find(() => false)', ...database('releases/release-packet') },
  { guard: 'packets of another version', file: 'src/governance/release/packet/require-rendered.ts', find: 'if (named === undefined || named.rendered_by === RENDERER) return;', replace: 'if (named !== null) return;', ...database('releases/release-packet') },
  { guard: 'psql without verified signatures', file: `${SQL}/objects/13_execution/run/claim_verified.sql`, find: 'if p_digest is null or bound is null or p_digest <> bound then', replace: 'if false then', ...database('releases/release-psql') },
  { guard: 'READY of what gate_check did not verify', file: 'release/gate_check.sh', find: 'missing=$((missing + 1))', replace: 'printf "%s\\n" "$digest" >> "$work/digests"; counts="$counts $digest"', ...database('releases/release-psql') },
  { guard: 'tiers that end the transaction', file: 'src/governance/release/execution/run-release.ts', find: 'if (unsendable !== null) {', replace: 'if (unsendable === undefined) {', ...database('attacks/hostile-tiers') },
  { guard: 'tiers that set a setting by a function', file: 'src/governance/release/packet/lint/tier-statements.ts', find: " || calls(tree).some(({ name }) => name === 'set_config')", replace: '', ...database('attacks/hostile-tiers') },
  { guard: 'rehearsals that nobody signed', file: 'src/governance/rehearsal/judge-rehearsal.ts', find: "if (signature === null) return refused('unsigned', `a signature by ${signer}`, 'none', REHEARSE_AGAIN);", replace: 'if (signature === null) return { ok: true, rehearsal };', ...database('releases/rehearsal-evidence') },
  { guard: 'rehearsals by keys that nobody pinned', file: 'src/governance/rehearsal/judge-rehearsal.ts', find: 'return unpinned(trust, signer, verified.key, at, REHEARSAL_NAMESPACE) ??', replace: 'return', ...database('releases/rehearsal-evidence') },
  { guard: 'rehearsals of another packet', file: 'src/governance/rehearsal/judge-rehearsal.ts', find: 'if (saidPacket !== packet)', replace: 'if (false)', ...database('releases/rehearsal-evidence') },
  { guard: 'rehearsals that the database only has', file: `${SQL}/objects/10_releases/rehearsals/rehearsals_of.sql`, find: 'p_packet and row_counts(row_digest(h))', replace: 'p_packet', ...database('releases/rehearsal-evidence') },
  { guard: 'packets that change other cells than they say', file: 'src/governance/release/execution/rehearse-release.ts', find: 'if (isDeepStrictEqual(changes, said)) return;', replace: 'if (changes !== said) return;', ...database('releases/release-packet') },
  { guard: 'packets that lint finds something in', file: 'src/governance/release/packet/require-linted.ts', find: 'if (first === undefined) return;', replace: 'if (first !== null) return;', ...database('releases/release-packet') },
  { guard: 'rehearsals in the gate', file: `${SQL}/objects/10_releases/rehearsals/wants_rehearsal.sql`, find: "governance_profile() <> 'two_person'", replace: 'false', ...database('releases/rehearsal-evidence') },
  { guard: 'a waiver that no release wrote', file: 'src/governance/release/written-rows.sql', find: "from governance_owner_waiver o", replace: 'from governance_owner_waiver o where false', ...database('attacks/second-attack-packets') },
  { guard: 'a later release that nobody ratified', file: 'src/governance/release/written-rows.sql', find: " and ratification_counts(r.release_code::text)", replace: '', ...database('attacks/second-attack-packets') },
  { guard: 'a rehearsal in another form than the gate reads', file: `${SQL}/schema/0005_ratification/072_governance_rehearsal.sql`, find: 'tiers: [0-9]{1,3}:[0-9]{1,9}( [0-9]{1,3}:[0-9]{1,9})*', replace: 'tiers: [^\\n]+', ...database('attacks/second-attack-packets') },
  { guard: 'what changes in what people sign', file: 'src/governance/release/file-release-request.ts', find: '        changes: packet.changes,\n', replace: '', ...database('releases/release-changes') },
  { guard: 'owners by names that are not theirs', file: 'src/governance/release/execution/rehearse-release.ts', find: 'isDeepStrictEqual(changes, said)', replace: 'changes.sha256 === said.sha256', ...database('releases/release-packet') },
  { guard: 'cells beyond those that are listed', file: 'src/governance/release/packet/release-changes.ts', find: ".update(text, 'utf8')", replace: ".update(changesText(sorted.slice(0, LISTED)), 'utf8')", ...unit('releases/release-changes') },

  // Rollbacks.
  { guard: 'rollbacks under later releases', file: `${SQL}/objects/13_execution/rollback/begin_rollback.sql`, find: 'if dependants is not null then', replace: 'if false then', ...database('releases/release-change') },
  { guard: 'what is noted of a release', file: `${SQL}/objects/03_ledger/recording/write_ledger.sql`, find: 'perform note_release_write(tg_table_name, before, after);', replace: '', ...database('releases/release-life') },
  { guard: 'notes about a release by anybody', file: `${SQL}/objects/03_ledger/recording/release_write_guard.sql`, find: 'if pg_trigger_depth() < 2 or', replace: 'if', ...database('releases/release-life') },
  { guard: 'columns that somebody changed since', file: `${SQL}/objects/10_releases/rows/restored_columns.sql`, find: ' and p_now -> b.key = p_after -> b.key', replace: '', ...database('releases/release-life') },
  { guard: 'rows that reference what a release wrote', file: `${SQL}/objects/13_execution/rollback/release_dependant.sql`, find: "where c.contype = 'f'", replace: 'where false', ...database('releases/release-life') },
  { guard: 'rules of others under a rollback', file: `${SQL}/objects/10_releases/rows/release_row.sql`, find: "and $2 then", replace: 'and false then', ...database('releases/release-life') },
  { guard: 'a rollback that leaves something', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: ' and not release_left_rows(new.release_code::text)', replace: '', ...database('releases/release-refusals') },
  { guard: 'other changes than the ratified ones', file: `${SQL}/objects/06_changes/waiting/apply_waiting_change.sql`, find: 'if change_digest(waiting.changes) <> p_digest then', replace: 'if false then', ...database('releases/release-change') },
  { guard: 'owner rows of a release that somebody changed', file: 'src/governance/release/written-rows.sql', find: 'where changed and by_release_only and later is null', replace: 'where false', ...database('releases/release-life') },
  { guard: 'owner rows in the name of a release', file: 'src/governance/release/written-rows.sql', find: 'where not exists (', replace: 'where false and not exists (', ...database('releases/release-life') },

  // Releases that people are asked about.
  { guard: 'another request while people decide', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: 'and release_may_be_asked_anew(old)', replace: '', ...database('releases/release-asked-anew') },
  { guard: 'a request about something else', file: `${SQL}/objects/10_releases/manifest/release_guard.sql`, find: "and q.subject = 'release:' || new.release_code\n        and", replace: 'or', ...database('releases/release-asked-anew') },
  { guard: 'what people said before a release was asked for anew', file: `${SQL}/objects/10_releases/approval/ask_about_release.sql`, find: "when r.status <> 'ratified' then r.status", replace: 'when true then r.status', ...database('releases/release-asked-anew') },
  { guard: 'requests that could never be READY', file: 'src/governance/release/release-rehearsals.ts', find: 'if (!missing) return;', replace: 'return;', ...database('releases/rehearsal-evidence') },
  { guard: 'rehearsals that nobody verified before people are asked', file: 'src/governance/release/request-release.ts', find: '  await countVerified(session, trust);\n', replace: '', ...database('releases/rehearsal-evidence') },
  { guard: 'codes of releases that people were asked about', file: 'src/governance/release/require-new-code.ts', find: 'if (asked === undefined) return;', replace: 'return;', ...directus('cli/release-cli') },
  { guard: 'proposers who are needed to decide', file: 'src/governance/release/require-dispensable.ts', find: 'if (!seated) return;', replace: 'return;', ...database('releases/release-asked-anew') },
  { guard: 'releases whose code is none', file: 'src/governance/release/packet/draft-release.ts', find: 'if (!GovernanceCode.safeParse(release).success) throw noCode(release);', replace: '', ...database('cli/cli-fuzz') },

  // The lint of a packet.
  { guard: 'lint: statements that take away', file: `${LINT}/rules/15-destructive-statement.ts`, find: 'rollback ? null : takesAway(node, inner)', replace: 'null', ...unit('releases/lint/rules') },
  { guard: 'lint: what a rollback must not do either', file: `${LINT}/rules/15-destructive-statement.ts`, find: 'never(node, inner) ??', replace: '(rollback ? null : never(node, inner)) ??', ...unit('releases/lint/rules') },
  { guard: 'lint: the bodies of DO blocks', file: `${LINT}/statements.ts`, find: "if (type !== 'DoStmt' && type !== 'CreateFunctionStmt')", replace: "if (type !== 'CreateFunctionStmt')", ...unit('releases/lint/rules') },
  { guard: 'lint: SQL that is put together when it runs', file: `${LINT}/statements.ts`, find: "return text === null\n", replace: "if (text === null) return statementsOf('');\n  return text === null\n", ...unit('releases/lint/rules') },
  { guard: 'lint: a guard that may be passed by', file: `${LINT}/rules/20-missing-guard.ts`, find: '!statement.conditional && isGuard', replace: 'isGuard', ...unit('releases/lint/rules') },
  { guard: 'lint: assertions after the last write', file: `${LINT}/rules/30-missing-assertion.ts`, find: 'statements.slice(last + 1).some(asserts)', replace: 'statements.some(asserts)', ...unit('releases/lint/rules') },
  { guard: 'lint: locks that everybody waits for', file: `${LINT}/rules/35-lock-level.ts`, find: 'const TOO_STRONG = 7;', replace: 'const TOO_STRONG = 9;', ...unit('releases/lint/rules') },
  { guard: 'lint: forbidden tokens', file: `${LINT}/rules/40-forbidden-token.ts`, find: "  'REPOINT',\n", replace: '', ...unit('releases/lint/rules') },
  { guard: 'lint: the bytes that tiers.json names', file: `${LINT}/read-tiers.ts`, find: 'found === sha256 ? []', replace: 'true ? []', ...unit('releases/lint/rules') },
  { guard: 'lint: the rows in the data', file: `${LINT}/rules/55-count-mismatch.ts`, find: 'rows === own.to - own.from', replace: 'rows >= 0', ...unit('releases/lint/rules') },

  // Runbooks.
  { guard: 'execute.sh stops at a closed gate', file: 'src/governance/release/packet/runbooks/execute-script.ts', find: '[ "$verdict" != READY ]', replace: 'false', ...unit('releases/release-runbooks') },
  { guard: 'execute.sh makes no code up', file: 'src/governance/release/packet/runbooks/execute-script.ts', find: 'if [ -z "$request" ]; then', replace: 'if false; then', ...unit('releases/release-runbooks') },
];
