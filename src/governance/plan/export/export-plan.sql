-- $1 tables Directus is told to ignore. What is registered now, next to the plan in force, in one row.
select
  p.source,
  (select jsonb_object_agg(code, description) from governance_responsibility_scope where status = 'active') as scopes,
  (select jsonb_agg(code order by sort, code) from governance_responsibility_scope
    where status = 'active') as scope_order,
  (
    select jsonb_object_agg(code, jsonb_build_object('name', name, 'description', description, 'role', directus_role))
    from governance_registry where status = 'active'
  ) as owners,
  (
    select jsonb_object_agg(g.code, jsonb_build_object(
      'name', g.name, 'folder', g.directus_folder,
      'parents', (
        select coalesce(jsonb_agg(c.parent_ref order by c.parent_ref), '[]') from governance_containment c
        where c.created_by = 'plan' and (c.child_type, c.child_ref, c.parent_type) = ('group', g.code::text, 'group'))))
    from governance_group g where g.status = 'active'
  ) as groups,
  (
    select jsonb_object_agg(collection_name, jsonb_build_object('group', "group", 'role', governance_role))
    from collection_registry where missing_since is null and governance_role <> 'law_artifact'
  ) as collections,
  (select coalesce(jsonb_agg(collection), '[]') from directus_collection($1) where not is_folder) as present,
  (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name)), '[]') from directus_role()) as roles
from (select 1) one
left join lateral (select source from governance_plan order by id desc limit 1) p on true
