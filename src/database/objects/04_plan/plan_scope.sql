-- The scopes of a plan as rows. `sort` keeps the order of the file; it is filled in when the plan is read.
create or replace function plan_scope(p_plan jsonb) returns table (code text, description text, sort integer)
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select key, value ->> 'description', (value ->> 'sort')::integer from jsonb_each(p_plan -> 'scopes')
$$;
