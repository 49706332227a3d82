-- The plan in force, or NULL before one is registered.
create or replace function current_plan() returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select plan from governance_plan order by id desc limit 1
$$;
