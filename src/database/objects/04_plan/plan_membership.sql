-- Which group each collection of the project belongs to under a plan. A name beats a pattern beats the nearest
-- folder; where two have an equal claim, `candidates` holds both (`~none`: no group) and `group_code` is NULL: no
-- guess.
create or replace function plan_membership(p_plan jsonb, p_excluded text[] default '{}')
returns table (collection_name text, group_code text, matched_by text, candidates text[], governance_role text)
language sql stable
set search_path = :"schema", pg_temp
as $$
  with recursive project as materialized (
    select * from directus_collection(p_excluded)
  ),
  above as (
    select collection, parent as folder, 1 as depth from project where not is_folder and parent is not null
    union all
    select a.collection, p.parent, a.depth + 1
    from above a join project p on p.collection = a.folder
    where p.parent is not null and a.depth < 64
  ),
  listed as materialized (
    select g.key as group_code, c.value as pattern, like_pattern(c.value) as like_pattern
    from jsonb_each(p_plan -> 'groups') g, jsonb_array_elements_text(g.value -> 'collections') c
    union all
    select null, c.value, like_pattern(c.value) from jsonb_array_elements_text(p_plan -> 'ungrouped') c
  ),
  claim as (
    select p.collection, l.group_code, case when p.collection = l.pattern then 'name' else 'pattern' end as matched_by,
      case when p.collection = l.pattern then 0 else 1 end as distance
    from project p join listed l on p.collection like l.like_pattern
    where not p.is_folder
    union
    select a.collection, g.key, 'folder', 1 + a.depth
    from above a join jsonb_each(p_plan -> 'groups') g on g.value ->> 'folder' = a.folder
  ),
  nearest as (
    select *, rank() over (partition by collection order by distance) as place from claim
  ),
  decided as (
    select collection, array_agg(distinct coalesce(group_code, '~none')
      order by coalesce(group_code, '~none')) as candidates,
      min(group_code) as group_code, min(matched_by) as matched_by
    from nearest where place = 1 group by collection
  )
  select
    p.collection,
    case when cardinality(d.candidates) = 1 then d.group_code end,
    d.matched_by,
    coalesce(d.candidates, '{}'),
    case
      when exists (select from jsonb_array_elements_text(p_plan -> 'excluded') x
        where p.collection like like_pattern(x)) then 'excluded'
      when d.candidates is null then 'observed'
      when exists (select from jsonb_array_elements_text(p_plan -> 'locked') x where p.collection like like_pattern(x))
        then 'locked'
      else 'governed'
    end
  from project p
  left join decided d on d.collection = p.collection
  where not p.is_folder
$$;
