-- Closes an override that is open. Returns it; no row where there is none.
create or replace function close_override(p_id bigint, p_by text) returns setof governance_override
language sql volatile
set search_path = :"schema", pg_temp
as $$
  update governance_override set closed_at = now(), closed_by = p_by where id = p_id and closed_at is null
  returning *
$$;
