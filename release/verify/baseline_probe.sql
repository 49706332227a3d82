-- What to compare at entry and at exit, with psql alone; it reads, and nothing else. Every line but the last two is
-- equal then.
begin isolation level repeatable read read only;
set local search_path = one_roof, pg_temp;
set local statement_timeout = '5s';
select 'database' as figure, current_database()::text as found
union all
select key, value from jsonb_each_text(release_figures())
union all
select 'ospa', ospa()::text
union all
select 'active event types', count(*)::text from event_type_registry where event_domain = 'governance' and active
union all
select 'requests', count(*)::text from approval_requests
union all
select 'votes', count(*)::text from apr_approvals
union all
select 'axis tables', count(*)::text from unnest(array[
  'axis_registry', 'axis_value', 'axis_assignment', 'coverage_rule', 'axis_object_ownership', 'axis_candidate_finding'
]) as t where to_regclass(t) is not null
union all
select 'idle in transaction', count(*)::text from pg_stat_activity
where datname = current_database() and state like 'idle in transaction%' and pid <> pg_backend_pid()
union all
select 'outbox in all (drifts)', count(*)::text from event_outbox
union all
select 'issues (drift)', count(*)::text from system_issues;
commit;
