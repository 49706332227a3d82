-- The owners of a plan as rows. `role` is the id of a Directus role; names were resolved when the plan was read.
create or replace function plan_owner(
  p_plan jsonb
) returns table (code text, name text, description text, directus_role uuid)
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select key, value ->> 'name', value ->> 'description', (value ->> 'role')::uuid from jsonb_each(p_plan -> 'owners')
$$;
