-- True inside a what-if, and there only.
create or replace function is_what_if() returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select exists (select from governance_what_if where xid = pg_current_xact_id_if_assigned())
$$;
