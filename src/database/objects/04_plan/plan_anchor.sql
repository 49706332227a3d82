-- The owner rows a plan would write: per group and active scope an anchor, per exception a row of its own.
create or replace function plan_anchor(p_plan jsonb)
returns table (object_type text, object_ref text, scope text, owner_gov_code text, is_inherited_anchor boolean)
language sql stable
set search_path = :"schema", pg_temp
as $$
  select 'group', g.key, s.code, coalesce(g.value -> 'owners' ->> s.code, g.value ->> 'owner'), true
  from jsonb_each(p_plan -> 'groups') g
  cross join plan_scope(p_plan) s
  where coalesce(g.value -> 'owners' ->> s.code, g.value ->> 'owner') is not null
  union all
  select 'collection', e.key, x.key, x.value, false
  from jsonb_each(p_plan -> 'exceptions') e, jsonb_each_text(e.value) x
$$;
