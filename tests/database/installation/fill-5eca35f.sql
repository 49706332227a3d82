-- Fills the schema of the last commit in which migrations held definitions too (sql-of-5eca35f.json.br) as the program of that
-- day did: with the names that the functions had then. It runs as the superuser, in one transaction.
begin;
set local search_path = one_roof;
select
  set_config('one_roof.actor', 'operator:test', true), set_config('one_roof.actor_kind', 'operator', true),
  set_config('one_roof.reason', 'test', true), set_config('one_roof.approval', '', true);

select set_config('one_roof.action', 'environment.declare', true);
insert into governance_environment (system_identifier, db_oid, dbname, kind, clone_pattern, epoch, created_by)
select system_identifier, db_oid, dbname, 'production', null, epoch, 'operator:test' from v_current_environment;

-- The plan of the reference case (demo/plan.yaml), with its names resolved.
select set_config('one_roof.action', 'plan.register', true);
select register_plan($plan$
{
  "one_roof": 1,
  "scopes": {
    "approval": {"description": "Approves changes; a quorum of people, never a tool", "sort": 1},
    "audit": {"description": "Verifies independently", "sort": 2},
    "execution": {"description": "Answers for the tools that carry out changes", "sort": 3},
    "health": {"description": "Watches integrity, coverage, orphans and counts", "sort": 4},
    "policy": {"description": "Owns the rules: vocabulary, grouping, ceilings", "sort": 5},
    "render": {"description": "Owns what is displayed, served and projected", "sort": 6}
  },
  "owners": {
    "GOV-COUNCIL": {"name": "Architecture Council", "role": "f5c307d1-6369-4e28-8ba4-1c82cf2bd1d0"},
    "GOV-KG-SYS": {"name": "Knowledge Graph", "role": "991ab61a-58de-4e53-84b9-1e4c9c31cf4f"},
    "GOV-DOT": {"name": "Tool Governance", "role": "a8276802-8315-459b-81b4-78a62fdecf01"},
    "GOV-MOIT": {"name": "Input Templates", "role": "5e731a3f-6da3-4ec5-8d5b-cbd37a527dbb"}
  },
  "groups": {
    "GRP-GOVERNANCE": {"name": "Governance", "folder": "governance", "collections": [], "parents": [], "owner": "GOV-COUNCIL", "owners": {}},
    "GRP-REGISTRY": {"name": "Registry", "folder": "registry", "collections": [], "parents": [], "owner": "GOV-KG-SYS", "owners": {}},
    "GRP-AI": {"name": "Artificial intelligence", "folder": "ai", "collections": [], "parents": [], "owner": "GOV-DOT", "owners": {}},
    "GRP-BUSINESS": {"name": "Business", "folder": "business", "collections": [], "parents": [], "owner": "GOV-MOIT", "owners": {}},
    "GRP-WORKFLOW": {"name": "Workflow", "folder": "workflow", "collections": [], "parents": [], "owner": "GOV-DOT", "owners": {}}
  },
  "ungrouped": [],
  "locked": [],
  "excluded": [],
  "exceptions": {},
  "waivers": [],
  "expected": {"objects": 35, "scopes": 6, "cells": 210, "gap": 210, "anchors": 30, "gap_after": 0}
}
$plan$, 'the plan of the reference case', 'operator:test', '{}');

select set_config('one_roof.action', 'scan', true);
select count(*) from discover_collections('{}');
with taken as (
  insert into governance_snapshot (scope, fingerprint, created_by) values ('coverage', source_fingerprint(), 'operator:test') returning id
)
insert into candidate_scan_run
  (run_id, scan_mode, source_name, source_snapshot_ref, ruleset_version, status, started_at, finished_at, groups_scanned, metadata, created_by)
select
  'SCAN-20261120T000000Z-00000000', 'periodic_full', 'collection_registry', taken.id,
  (select ruleset_version from governance_ruleset where status = 'active'),
  'completed', now(), clock_timestamp(), (select count(*) from governance_group where status = 'active'),
  jsonb_build_object('half', 'read', 'coverage', (select to_jsonb(s) from v_coverage_summary s), 'changes', '[]'::jsonb), 'operator:test'
from taken;

select set_config('one_roof.action', '', true);
insert into public.directus_roles (id, name) values ('00000000-0000-4000-8000-000000000000', 'Ratifiers');
insert into public.directus_users (id, email, first_name, last_name, role, status)
select u.id::uuid, u.name || '@example.com', u.name, 'Test', '00000000-0000-4000-8000-000000000000', 'active'
from (values
  ('00000000-0000-4000-8000-000000000001', 'president'),
  ('00000000-0000-4000-8000-000000000002', 'council-1')) u (id, name);
select seat_people(
  '{"profile": "two_person", "methods": ["passkey", "ssh", "password"], "cooling_hours": 72, "vote_proof": "key", "pinning": "file",
    "seats": {"president": ["president@example.com"], "council": ["council-1@example.com"]}}',
  'test');
select arm_table_guard('directus_users'), arm_table_guard('directus_sessions');
commit;
select one_roof.seal_ledger();
