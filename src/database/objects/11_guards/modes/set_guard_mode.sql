-- Says how the guards work, for a group or (NULL) for what has no mode of its own. enforcement_guard refuses `enforce`
-- while it would block work that is done today.
create or replace function set_guard_mode(p_group text, p_mode text, p_reason text, p_by text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_enforcement (group_code, mode, reason, created_by) values (p_group, p_mode, p_reason, p_by)
  on conflict (group_code) do update
    set mode = excluded.mode, reason = excluded.reason, created_by = excluded.created_by, created_at = now()
$$;
