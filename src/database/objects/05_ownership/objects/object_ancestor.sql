-- The given objects, each with itself (depth 0) and with all that contains it, each at its smallest depth.
create or replace function object_ancestor(p_types text[], p_refs text[])
returns table (object_type text, object_ref text, ancestor_type text, ancestor_ref text, depth integer)
language plpgsql stable
set search_path = :"schema", pg_temp
-- By index, whatever the planner takes the sets for, whose size it does not know: otherwise it reads every edge of the
-- project for each step of the climb. The plan is the same whatever the arrays hold, so a session makes it once.
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with recursive climb as (
    select n.object_type, n.object_ref, n.object_type as ancestor_type, n.object_ref as ancestor_ref, 0 as depth
    from unnest(p_types, p_refs) as n (object_type, object_ref)
    union
    select c.object_type, c.object_ref, e.parent_type, e.parent_ref, c.depth + 1
    from climb c
    cross join lateral (
      select e.parent_type, e.parent_ref
      from v_governance_object_containment e
      where e.object_type = c.ancestor_type and e.object_ref = c.ancestor_ref
      offset 0 -- or it is joined with the whole view, which has no index
    ) e
    where c.depth < 64
  )
  select object_type, object_ref, ancestor_type, ancestor_ref, min(depth)
  from climb
  group by object_type, object_ref, ancestor_type, ancestor_ref;
end
$$;
