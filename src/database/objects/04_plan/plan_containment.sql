-- Which group of a plan is contained in which, as rows.
create or replace function plan_containment(
  p_plan jsonb
) returns table (child_type text, child_ref text, parent_type text, parent_ref text)
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select 'group', g.key, 'group', p.value
  from jsonb_each(p_plan -> 'groups') g, jsonb_array_elements_text(g.value -> 'parents') p
$$;
