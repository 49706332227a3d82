-- $1 run id, $2 by whom, $3 metadata. Records a completed read half with the snapshot it looked at, which is reused
-- while the source has not changed.
with seen as (
  select source_fingerprint() as fingerprint
),
last_snapshot as (
  select id, fingerprint from governance_snapshot where scope = 'coverage' order by id desc limit 1
),
taken as (
  insert into governance_snapshot (scope, fingerprint, created_by)
  select 'coverage', fingerprint, $2 from seen
  where not exists (select from last_snapshot l where l.fingerprint = seen.fingerprint)
  returning id
)
insert into candidate_scan_run
  (run_id, scan_mode, source_name, source_snapshot_ref, ruleset_version, status, started_at, finished_at, groups_scanned, metadata, created_by)
select
  $1, 'periodic_full', 'collection_registry',
  coalesce((select id from taken), (select id from last_snapshot)),
  (select ruleset_version from governance_ruleset where status = 'active'),
  'completed', $4, clock_timestamp(),
  (select count(*) from governance_group where status = 'active'),
  $3::jsonb, $2
