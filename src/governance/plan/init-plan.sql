-- $1 tables Directus is told to ignore. Per collection of the project its nearest folder (a folder is an entry without
-- a table), and the Directus roles: what a first plan is written from.
with recursive project as materialized (
  select * from directus_collection($1)
),
climb as (
  select collection, parent, 0 as depth from project where not is_folder
  union all
  select c.collection, p.parent, c.depth + 1
  from climb c join project p on p.collection = c.parent
  where not p.is_folder and c.depth < 64
),
nearest as (
  select c.collection, min(f.collection) as folder
  from climb c left join project f on f.collection = c.parent and f.is_folder
  group by c.collection
)
select
  (select coalesce(jsonb_agg(jsonb_build_object('collection', collection, 'folder', folder, 'fix', f.fix)
    order by folder, collection), '[]')
    from nearest left join v_foreign_table f using (collection)) as collections,
  (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name) order by name), '[]')
    from directus_role()) as roles
