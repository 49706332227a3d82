import { SQL, database } from './mutant.ts';
import type { Mutant } from './mutant.ts';

const OWNERSHIP_GUARD = `${SQL}/objects/05_ownership/owners/ownership_guard.sql`;
const CLAIM = `${SQL}/objects/05_ownership/resolution/object_owner_claim.sql`;
const SILENT = `${SQL}/objects/06_changes/what_if/silent_change_guard.sql`;

// prettier-ignore
export const OWNERSHIP_MUTANTS: readonly Mutant[] = [
  // Ownership is asserted on a proven clone only, and never rewritten.
  { guard: 'owner rows outside a clone', file: OWNERSHIP_GUARD, find: 'if not on_clone and release is null then', replace: 'if false then', ...database('ownership/ownership-guard') },
  { guard: 'deleting an owner row without its tag', file: OWNERSHIP_GUARD, find: 'rolled_back is distinct from old.created_by then', replace: 'rolled_back = old.created_by then', ...database('ownership/ownership-guard') },
  { guard: 'rewriting an owner row', file: OWNERSHIP_GUARD, find: "if tg_op = 'UPDATE' and to_jsonb", replace: 'if false and to_jsonb', ...database('ownership/ownership-guard') },
  { guard: 'clone rows that do not say so', file: OWNERSHIP_GUARD, find: "new.created_by not like 'TEST\\_CLONE\\_%'\n      or", replace: 'false or', ...database('ownership/ownership-guard') },
  { guard: 'future owners', file: OWNERSHIP_GUARD, find: 'new.effective_from > now()', replace: 'false', ...database('ownership/ownership-guard') },
  { guard: 'the guard firing in replica mode', file: OWNERSHIP_GUARD, find: 'alter table governance_owner_waiver enable always trigger trg_waiver_guard;', replace: '', ...database('ownership/ownership-guard') },
  { guard: 'truncating owner rows', file: `${SQL}/objects/03_ledger/recording/arm_ledger_of.sql`, find: 'create or replace trigger trg_unledgered_truncate before truncate on %1$I\n       for each statement execute function refuse_change()', replace: 'create or replace trigger trg_unledgered_truncate after truncate on %1$I\n       for each statement execute function raise_watermark()', ...database('ownership/ownership-guard') },
  { guard: 'tables without their capability', file: `${SQL}/objects/01_foundation/table_rules/refuse_absent_capability.sql`, find: 'begin\n', replace: 'begin\n  return null;\n', ...database('ownership/ownership-guard') },
  { guard: 'the capability guard firing in replica mode', file: `${SQL}/objects/01_foundation/table_rules/await_capability.sql`, find: 'enable always trigger', replace: 'enable trigger', ...database('ownership/ownership-guard') },
  { guard: 'one accountable owner per cell', file: `${SQL}/schema/0002_ownership/070_governance_object_ownership.sql`, find: 'create unique index uq_gov_obj_accountable', replace: 'create index uq_gov_obj_accountable', ...database('ownership/resolution') },
  { guard: 'delegations that end', file: `${SQL}/schema/0002_ownership/070_governance_object_ownership.sql`, find: "owner_kind <> 'delegated' or effective_to is not null", replace: 'true', ...database('ownership/owner-rows') },
  { guard: 'owner rows that start again', file: OWNERSHIP_GUARD, find: "old.lifecycle_status <> 'active' and new", replace: 'false and new', ...database('ownership/cell-states') },
  { guard: 'watermarks that rise in replica sessions', file: `${SQL}/objects/01_foundation/table_rules/watch_table.sql`, find: "execute format('alter table %s enable always trigger trg_watermark', p_relation);", replace: '', ...database('ownership/ownership-guard') },

  // Resolution.
  { guard: 'inheriting a row that is no anchor', file: CLAIM, find: "when a.depth > 0 and not o.is_inherited_anchor then 'not_inheritable'", replace: '', ...database('ownership/cell-states') },
  { guard: 'owners that are not accountable', file: CLAIM, find: "when o.owner_kind <> 'accountable' then 'not_accountable'", replace: "when false then 'not_accountable'", ...database('ownership/cell-states') },
  { guard: 'rows that have ended', file: CLAIM, find: "when o.effective_to <= now() then 'no_longer_in_force'", replace: '', ...database('ownership/cell-states') },
  { guard: 'the nearest owner winning', file: CLAIM, find: "when depth > nearest_depth then 'overridden'", replace: "when depth < nearest_depth then 'overridden'", ...database('ownership/resolution-property') },
  { guard: 'conflicts', file: CLAIM, find: "when contested then 'conflicting'", replace: '', ...database('ownership/cell-states') },
  { guard: 'objects with a waiver of their own', file: `${SQL}/objects/05_ownership/objects/v_object_likeness.sql`, find: '  union\n  select object_type, object_ref from governance_owner_waiver\n', replace: '', ...database('ownership/resolution-property') },
  { guard: 'objects with other parents', file: `${SQL}/objects/05_ownership/objects/v_object_likeness.sql`, find: "coalesce(array_agg(distinct array[e.parent_type, e.parent_ref]) filter (where e.parent_ref is not null),\n      '{}') as parents", replace: '\'{}\'::text[] as parents', ...database('ownership/resolution-property') },
  { guard: 'dead owners', file: `${SQL}/objects/05_ownership/resolution/object_cell.sql`, find: 'and w.alive is not true', replace: 'and false', ...database('ownership/resolution-property') },
  { guard: 'waivers that have expired', file: `${SQL}/objects/05_ownership/resolution/object_cell.sql`, find: ' and v.expires_at > now()', replace: '', ...database('ownership/resolution-property') },
  { guard: 'containment without circles', file: `${SQL}/objects/05_ownership/objects/containment_guard.sql`, find: 'if circular then', replace: 'if false then', ...database('ownership/containment') },
  { guard: 'two halves of a circle at once', file: `${SQL}/objects/05_ownership/objects/containment_guard.sql`, find: "perform pg_advisory_xact_lock(hashtextextended('one_roof.governance_containment', 0));", replace: '', ...database('ownership/containment') },

  // After a release nothing moves silently.
  { guard: 'collections that change their group', file: SILENT, find: '(new.collection_name, new."group") is distinct from (old.collection_name, old."group")', replace: 'false', ...database('ownership/silent-change-guard') },
  { guard: 'collections that are no longer required', file: SILENT, find: "tg_op = 'DELETE' or new.required_since is null", replace: 'false', ...database('ownership/silent-change-guard') },
  { guard: 'collections that become required with something in them', file: SILENT, find: "contains_required('collection', new.collection_name)", replace: 'false', ...database('ownership/silent-change-guard') },
  { guard: 'owners who are retired or stand for another role', file: SILENT, find: 'if (new.status, new.directus_role) is distinct from (old.status, old.directus_role) and exists', replace: 'if false and exists', ...database('ownership/silent-change-guard') },
  { guard: 'scopes that are retired', file: SILENT, find: "if old.status = 'active' and (tg_op", replace: 'if false and (tg_op', ...database('ownership/silent-change-guard') },
  { guard: 'containment that ends', file: SILENT, find: 'contains_required(old.child_type, old.child_ref)', replace: 'false', ...database('ownership/silent-change-guard') },
  { guard: 'containment that begins', file: SILENT, find: 'contains_required(new.child_type, new.child_ref)', replace: 'false', ...database('ownership/silent-change-guard') },
  { guard: 'truncating the registry', file: SILENT, find: "subject := 'everything in ' || tg_table_name;", replace: 'null;', ...database('ownership/silent-change-guard') },
  { guard: 'releases that were not ratified', file: `${SQL}/objects/02_progress/release_in_progress.sql`, find: "run_xid = pg_current_xact_id_if_assigned() and status = 'ratified'", replace: "status = 'ratified'", ...database('releases/release-refusals') },
  { guard: 'changes applied without a release', file: `${SQL}/objects/06_changes/waiting/apply_waiting_change.sql`, find: 'if release is null and not is_what_if() then', replace: 'if false then', ...database('ownership/silent-changes') },
  { guard: 'moves that wait', file: `${SQL}/objects/06_changes/writing/discover_collections.sql`, find: "where w.collection_name is null or d.change = 'returned'", replace: 'where true', ...database('ownership/silent-changes') },
  { guard: 'plans that wait', file: `${SQL}/objects/06_changes/writing/register_plan.sql`, find: "when sqlstate 'OR006' then", replace: "when sqlstate 'OR098' then", ...database('ownership/silent-changes') },
  { guard: 'moves that are no longer there', file: `${SQL}/objects/06_changes/writing/discover_collections.sql`, find: '  perform defer_moves(p_excluded);\n', replace: '', ...database('ownership/silent-changes') },

  // Waivers and dead owners.
  { guard: 'waivers under an owner', file: `${SQL}/objects/06_changes/reading/v_owner_waiver.sql`, find: "when c.state not in ('gap', 'waived') or (w.planned and p.owner_gov_code is not null) then 'idle'", replace: '', ...database('ownership/owner-findings') },
  { guard: 'waivers that have ended', file: `${SQL}/objects/06_changes/reading/v_owner_waiver.sql`, find: 'w.expires_at <= now()', replace: 'false', ...database('ownership/owner-findings') },
  { guard: 'dead owners that are listed', file: `${SQL}/objects/06_changes/reading/v_dead_owner.sql`, find: 'where not w.alive and', replace: 'where w.alive and', ...database('ownership/owner-findings') },

  // Responsibilities are shown to their owner alone.
  { guard: 'the responsibilities of others', file: `${SQL}/objects/05_ownership/coverage/role_responsibility.sql`, find: 'select code::text as owner, name from governance_registry where directus_role = any (p_roles)', replace: 'select code::text as owner, name from governance_registry', ...database('ownership/responsibilities') },
  { guard: 'responsibilities in collections that may not be read', file: 'src/governance/ownership/responsibilities.ts', find: "readable: `object_type = 'collection' and object_ref = any (?)`", replace: 'readable: `? is not null`', ...database('ownership/responsibilities') },
];
