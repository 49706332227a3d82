-- Closes a change window that is open. Returns it; no row where there is none.
create or replace function close_change_window(p_id bigint, p_by text) returns setof governance_change_window
language sql volatile
set search_path = :"schema", pg_temp
as $$
  update governance_change_window set closed_at = now(), closed_by = p_by where id = p_id and closed_at is null
  returning *
$$;
