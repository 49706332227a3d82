-- $1 a plan, $2 tables Directus is told to ignore. What the plan is checked against, in one row. `in_force`: what
-- the registered plan governs, NULL where none is registered.
select
  (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name)), '[]') from directus_role()) as roles,
  (select coalesce(jsonb_agg(collection), '[]') from directus_collection($2) where not is_folder) as collections,
  (select coalesce(jsonb_agg(collection), '[]') from directus_collection($2)) as folders,
  (select coalesce(jsonb_agg(jsonb_build_object('collection', collection_name, 'role', governance_role, 'candidates',
    candidates)), '[]')
    from plan_membership($1, $2)) as membership,
  case when current_plan() is not null then (
    select coalesce(jsonb_agg(collection_name), '[]') from collection_registry
      where governance_role in ('governed', 'locked')
  ) end as in_force
