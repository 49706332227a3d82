-- The resolution rule, once: every owner row met on the climb from the given objects, with the verdict on it.
--   wins            the accountable owner of the cell
--   conflicting     equally near as a row that names another owner: the cell has no owner, it has a conflict
--   same_owner      equally near as the winning row and naming the same owner
--   overridden      a nearer row decides
--   not_accountable supporting, delegated and exception rows never resolve and never inherit
--   not_active      superseded, revoked or expired
--   not_yet_in_force, no_longer_in_force   outside effective_from ≤ now < effective_to
--   not_inheritable a container's own row that is not an inherited anchor
create or replace function object_owner_claim(p_types text[], p_refs text[])
returns table (
  object_type text, object_ref text, scope text, ownership_id bigint, owner_gov_code text, owner_kind text,
  source_anchor_type text, source_anchor_ref text, depth integer, ended_at timestamptz, verdict text
)
language plpgsql stable
set search_path = :"schema", pg_temp
-- Whole sets meet here and in the functions below: without statistics the planner takes them for a handful of rows and
-- would loop over them.
set enable_nestloop = off
set jit = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
  with met as (
    select
      a.object_type, a.object_ref, o.scope, o.id, o.owner_gov_code, o.owner_kind, a.ancestor_type, a.ancestor_ref,
      a.depth,
      case
        when o.lifecycle_status <> 'active' then least(o.effective_to, o.updated_at)
        when o.effective_to <= now() then o.effective_to
      end as ended_at,
      case
        when o.owner_kind <> 'accountable' then 'not_accountable'
        when o.lifecycle_status <> 'active' then 'not_active'
        when o.effective_from > now() then 'not_yet_in_force'
        when o.effective_to <= now() then 'no_longer_in_force'
        when a.depth > 0 and not o.is_inherited_anchor then 'not_inheritable'
      end as refused
    from object_ancestor(p_types, p_refs) a
    join governance_object_ownership o on (o.object_type, o.object_ref) = (a.ancestor_type, a.ancestor_ref)
  ),
  nearest as (
    select *, min(depth) filter (where refused is null) over (partition by object_type, object_ref,
      scope) as nearest_depth
    from met
  ),
  rivals as (
    select *,
      min(owner_gov_code::text) filter (where refused is null and depth = nearest_depth) over cell
        <> max(owner_gov_code::text) filter (where refused is null and depth = nearest_depth) over cell as contested,
      row_number() over (
        partition by object_type, object_ref, scope, refused is null, depth order by ancestor_type, ancestor_ref, id
      ) as place
    from nearest
    window cell as (partition by object_type, object_ref, scope)
  )
  select
    object_type, object_ref, scope::text, id, owner_gov_code::text, owner_kind, ancestor_type, ancestor_ref, depth,
    ended_at,
    case
      when refused is not null then refused
      when depth > nearest_depth then 'overridden'
      when contested then 'conflicting'
      when place = 1 then 'wins'
      else 'same_owner'
    end
  from rivals;
end
$$;
