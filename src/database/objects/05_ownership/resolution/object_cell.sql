-- The cells of the given objects, one in each active scope, each with its one state. Whether owners are required for an
-- object at all is for the inventory to say.
create or replace function object_cell(p_types text[], p_refs text[])
returns table (
  object_type text, object_ref text, scope text, scope_sort integer, scope_since timestamptz, state text,
  owner_gov_code text,
  resolution text, source_anchor_type text, source_anchor_ref text, depth integer, last_owner_ended_at timestamptz
)
language plpgsql stable
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with claim as materialized (
    select * from object_owner_claim(p_types, p_refs)
  ),
  owned as (
    select * from claim where verdict = 'wins'
  ),
  contested as (
    select distinct object_type, object_ref, scope from claim where verdict = 'conflicting'
  ),
  ended as (
    select object_type, object_ref, scope, max(ended_at) as last_owner_ended_at from claim
      group by object_type, object_ref, scope
  )
  select
    i.object_type,
    i.object_ref,
    s.code::text,
    s.sort,
    s.created_at,
    case
      when c.object_ref is not null then 'conflict'
      when o.owner_gov_code is not null and w.alive is not true then 'owner_dead'
      when o.depth = 0 then 'owned_direct'
      when o.depth > 0 then 'owned_inherited'
      when v.object_ref is not null then 'waived'
      else 'gap'
    end,
    o.owner_gov_code,
    case when o.depth = 0 then 'direct' when o.depth > 0 then 'inherited' end,
    o.source_anchor_type,
    o.source_anchor_ref,
    o.depth,
    e.last_owner_ended_at
  from unnest(p_types, p_refs) as i (object_type, object_ref)
  cross join governance_responsibility_scope s
  left join owned o on (o.object_type, o.object_ref, o.scope) = (i.object_type, i.object_ref, s.code)
  left join contested c on (c.object_type, c.object_ref, c.scope) = (i.object_type, i.object_ref, s.code)
  left join ended e on (e.object_type, e.object_ref, e.scope) = (i.object_type, i.object_ref, s.code)
  left join v_governance_owner w on w.code = o.owner_gov_code
  left join governance_owner_waiver v
    on (v.object_type, v.object_ref, v.scope) = (i.object_type, i.object_ref, s.code) and v.expires_at > now()
  where s.status = 'active';
end
$$;
