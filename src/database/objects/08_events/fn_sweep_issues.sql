-- Resolves the open issues of a source that were not seen again since `p_since`, the moment at which its run began.
-- Returns how many. Issues of other sources are not its business.
create or replace function fn_sweep_issues(p_source text, p_since timestamptz) returns bigint
language sql volatile
security definer
set search_path = :"schema", pg_temp
as $$
  with swept as (
    update system_issues set status = 'resolved' where source = p_source and status = 'open' and last_seen_at < p_since
      returning 1
  )
  select count(*) from swept
$$;
