-- What work that is done today would be refused if the guards were in `enforce` for a group (NULL: for the deployment,
-- that is for everything that has no mode of its own): rules that are broken now, and what was done against one in the
-- last day.
create or replace function enforcement_obstacle(p_group text default null)
returns table (collection text, finding text, explanation text)
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
begin
  return query
  with concerned as (
    select r.collection_name, r.governance_role
    from collection_registry r
    where case
      when p_group is not null then r."group" = p_group
      else r."group" is null or r."group" not in (select group_code from governance_enforcement
        where group_code is not null)
    end
  ),
  cell as materialized (
    select c.object_ref, c.scope, c.state
    from (select array_agg('collection'::text) as types, array_agg(collection_name) as refs from concerned) every
    cross join object_cell(every.types, every.refs) c
  )
  select null::text, 'group_needed', 'no plan is registered: every new collection would be outside any group'
  where p_group is null and current_plan() is null
  union all
  select n.collection_name, 'policy_owner_needed',
    'its schema would not change: policy is '
      || coalesce((select state from cell where object_ref = n.collection_name and scope = 'policy'),
      'no scope of the plan')
  from concerned n
  where n.governance_role = 'governed' and not exists (
    select from cell where object_ref = n.collection_name and scope = 'policy'
      and state in ('owned_direct', 'owned_inherited', 'waived'))
  union all
  select n.collection_name, 'execution_owner_needed',
    'its items would not be written: execution is '
      || coalesce((select state from cell where object_ref = n.collection_name and scope = 'execution'),
      'no scope of the plan')
  from concerned n join governance_write_rule w on w.collection_name = n.collection_name
  where not exists (select from cell where object_ref = n.collection_name and scope = 'execution' and state <> 'gap')
  union all
  select w.collection, w.finding, 'seen ' || count(*) || ' time(s) in the last day'
  from governed_write w
  where w.finding is not null and w.permit is null and w.created_at > now() - interval '1 day'
    and (exists (select from concerned n where n.collection_name = w.collection)
      or (p_group is null and not exists (select from collection_registry r where r.collection_name = w.collection)))
  group by w.collection, w.finding
  order by 1 nulls first, 2;
end
$$;
