-- What registering a plan would change, one row per thing: kind, its name, `add`, `change` or `retire`, and from what
-- to what.
create or replace function plan_difference(p_plan jsonb, p_excluded text[] default '{}')
returns table (kind text, ref text, change text, was text, will text)
language sql stable
set search_path = :"schema", pg_temp
as $$
  with wanted (kind, ref, value) as (
    select 'scope', code, description from plan_scope(p_plan)
    union all
    select 'owner', code, concat_ws(', ', name, description, directus_role::text) from plan_owner(p_plan)
    union all
    select 'group', code, concat_ws(', folder ', name, directus_folder) from plan_group(p_plan)
    union all
    select 'containment', child_type || ':' || child_ref || ' in ' || parent_type || ':' || parent_ref, 'contained'
      from plan_containment(p_plan)
    union all
    select 'collection', collection_name, governance_role || ', ' || coalesce('group ' || group_code, 'no group')
    from plan_membership(p_plan, p_excluded)
    union all
    select 'planned owner', object_type || ':' || object_ref || ' × ' || scope, owner_gov_code from plan_anchor(p_plan)
    union all
    select 'waiver', 'collection:' || object_ref || ' × ' || scope, concat_ws(', until ', reason, expires_at::date - 1)
      from plan_waiver(p_plan)
  ),
  present (kind, ref, value) as (
    select 'scope', code::text, description from governance_responsibility_scope where status = 'active'
    union all
    select 'owner', code::text, concat_ws(', ', name, description, directus_role::text) from governance_registry
      where status = 'active'
    union all
    select 'group', code::text, concat_ws(', folder ', name, directus_folder) from governance_group
      where status = 'active'
    union all
    select 'containment', child_type || ':' || child_ref || ' in ' || parent_type || ':' || parent_ref, 'contained'
    from governance_containment where created_by = 'plan'
    union all
    select 'collection', collection_name, governance_role || ', ' || coalesce('group ' || "group", 'no group')
    from collection_registry where missing_since is null or governance_role in ('governed', 'locked')
    union all
    select 'planned owner', object_type || ':' || object_ref || ' × ' || scope, owner_gov_code
      from plan_anchor(current_plan())
    union all
    select 'waiver', 'collection:' || object_ref || ' × ' || scope, concat_ws(', until ', reason, expires_at::date - 1)
    from plan_waiver(current_plan())
  )
  select
    coalesce(w.kind, p.kind),
    coalesce(w.ref, p.ref),
    case when p.ref is null then 'add' when w.ref is null then 'retire' else 'change' end,
    p.value,
    w.value
  from wanted w
  full join present p on p.kind = w.kind and p.ref = w.ref
  where w.value is distinct from p.value
  order by 1, 2
$$;
