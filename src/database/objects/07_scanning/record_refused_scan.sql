-- Records a scan that could not be run, and why.
create or replace function record_refused_scan(
  p_run_id text, p_started timestamptz, p_reason text, p_metadata jsonb, p_by text
) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into candidate_scan_run (run_id, scan_mode, status, started_at, finished_at, error_text, metadata, created_by)
  values (p_run_id, 'periodic_full', 'refused', p_started, clock_timestamp(), p_reason, p_metadata, p_by)
$$;
