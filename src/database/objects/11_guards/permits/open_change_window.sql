-- Opens a change window, for some collections or (NULL) for every one. Returns it. The table refuses one of more than
-- seven days.
create or replace function open_change_window(p_collections text[], p_reason text, p_seconds double precision,
  p_by text)
  returns governance_change_window
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_change_window (collections, reason, expires_at, created_by)
  values (p_collections, p_reason, now() + make_interval(secs => p_seconds), p_by)
  returning *
$$;
