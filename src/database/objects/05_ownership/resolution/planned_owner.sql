-- Who would own the cells of the given objects if the plan in force were applied: the nearest of the anchors that it
-- names, by the same rule. Nobody where two that are equally near name different owners.
create or replace function planned_owner(p_types text[], p_refs text[])
returns table (object_type text, object_ref text, scope text, owner_gov_code text, anchor_type text, anchor_ref text)
language plpgsql stable
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with met as (
    select
      a.object_type, a.object_ref, p.scope, p.owner_gov_code, a.ancestor_type, a.ancestor_ref, a.depth,
      min(a.depth) over (partition by a.object_type, a.object_ref, p.scope) as nearest_depth
    from object_ancestor(p_types, p_refs) a
    join plan_anchor(current_plan()) p on (p.object_type, p.object_ref) = (a.ancestor_type, a.ancestor_ref)
    where a.depth = 0 or p.is_inherited_anchor
  )
  select object_type, object_ref, scope, min(owner_gov_code), min(ancestor_type), min(ancestor_ref)
  from met
  where depth = nearest_depth
  group by object_type, object_ref, scope
  having min(owner_gov_code) = max(owner_gov_code);
end
$$;
