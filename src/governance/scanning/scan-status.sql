-- The last run, the active ruleset, and how far the cursor worker has read.
select
  (select ruleset_version from governance_ruleset where status = 'active') as ruleset,
  (
    select jsonb_build_object(
      'run_id', run_id, 'status', status, 'error_text', error_text,
      'started_at', to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'finished_at', to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from candidate_scan_run order by started_at desc, run_id desc limit 1
  ) as last_run,
  (select count(*) from candidate_scan_run) as runs,
  (select count(*) from governance_candidate_state) as candidate_states,
  (select count(*) from governance_candidate_object) as candidate_objects,
  (
    select jsonb_build_object('worker', worker_name, 'watermark', last_watermark::text, 'events_seen', events_seen,
      'lag', null)
    from gov_worker_cursor order by worker_name, source_name limit 1
  ) as cursor
