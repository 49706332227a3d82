-- Logs a finding and returns the id of its issue: the open one with the same key counts up, a closed one is opened
-- again, otherwise there is a new one. Without a key of its own a finding is told by source, entity, type and title.
create or replace function fn_log_issue(
  p_source text, p_severity text, p_title text, p_description text, p_entity_type text, p_entity_code text,
  p_issue_type text,
  p_evidence jsonb default '{}', p_run_id text default null, p_status text default 'open',
  p_coalesce_key text default null, p_issue_class text default 'general'
) returns bigint
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  key text := coalesce(p_coalesce_key,
    md5(lower(concat_ws('|', p_source, coalesce(p_entity_type, ''), coalesce(p_entity_code, ''), p_issue_type,
    p_title))));
  logged bigint;
begin
  update system_issues
    set status = 'open', reopen_count = reopen_count + 1, occurrence_count = occurrence_count + 1,
      severity = p_severity,
        evidence = p_evidence, run_id = p_run_id, last_seen_at = clock_timestamp()
    where id = (select max(id) from system_issues where coalesce_key = key)
      and status <> 'open' and p_status = 'open'
      and not exists (select from system_issues where coalesce_key = key and status = 'open')
    returning id into logged;
  if logged is null then
    insert into system_issues
      (issue_type, issue_class, severity, status, title, description, entity_type, entity_code, source, coalesce_key,
        run_id, evidence)
      values (p_issue_type, p_issue_class, p_severity, p_status, p_title, p_description, p_entity_type, p_entity_code,
        p_source, key, p_run_id, p_evidence)
      on conflict (coalesce_key) where status = 'open' do update
        set occurrence_count = system_issues.occurrence_count + 1, severity = excluded.severity,
          evidence = excluded.evidence,
            run_id = excluded.run_id, last_seen_at = clock_timestamp()
      returning id into logged;
  end if;
  return logged;
end
$$;
