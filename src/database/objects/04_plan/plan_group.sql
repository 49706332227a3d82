-- The groups of a plan as rows.
create or replace function plan_group(p_plan jsonb) returns table (code text, name text, directus_folder text)
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select key, value ->> 'name', value ->> 'folder' from jsonb_each(p_plan -> 'groups')
$$;
