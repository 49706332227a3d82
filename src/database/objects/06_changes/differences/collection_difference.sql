-- Where `collection_registry` is not what the project and a plan say: new collections, vanished ones, ones that came
-- back, and ones that belong to another group.
create or replace function collection_difference(p_plan jsonb, p_excluded text[] default '{}')
returns table (collection_name text, group_code text, change text)
language sql stable
set search_path = :"schema", pg_temp
as $$
  select
    coalesce(m.collection_name, r.collection_name),
    m.group_code,
    case
      when r.collection_name is null then 'new'
      when m.collection_name is null then 'vanished'
      when r.missing_since is not null then 'returned'
      else 'regrouped'
    end
  from plan_membership(coalesce(p_plan, '{}'), p_excluded) m
  full join collection_registry r on r.collection_name = m.collection_name
  where r.collection_name is null
     or (m.collection_name is null) <> (r.missing_since is not null)
     or (m.collection_name is not null and r."group" is distinct from m.group_code)
$$;
