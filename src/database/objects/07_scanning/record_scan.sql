-- Records a completed read half of a scan, by the active ruleset, with the snapshot that it looked at. That snapshot is
-- the last one while the source has not changed, or a new one.
create or replace function record_scan(p_run_id text, p_started timestamptz, p_metadata jsonb, p_by text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  with seen as (
    select source_fingerprint() as fingerprint
  ),
  last_snapshot as (
    select id, fingerprint from governance_snapshot where scope = 'coverage' order by id desc limit 1
  ),
  taken as (
    insert into governance_snapshot (scope, fingerprint, created_by)
    select 'coverage', fingerprint, p_by from seen
    where not exists (select from last_snapshot l where l.fingerprint = seen.fingerprint)
    returning id
  )
  insert into candidate_scan_run (
    run_id, scan_mode, source_name, source_snapshot_ref, ruleset_version, status, started_at, finished_at,
    groups_scanned,
    metadata, created_by
  )
  select
    p_run_id, 'periodic_full', 'collection_registry',
    coalesce((select id from taken), (select id from last_snapshot)),
    (select ruleset_version from governance_ruleset where status = 'active'),
    'completed', p_started, clock_timestamp(),
    (select count(*) from governance_group where status = 'active'),
    p_metadata, p_by
$$;
