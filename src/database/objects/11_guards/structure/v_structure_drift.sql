-- What differs between the accepted structure of a governed collection's table and the one it has: changed where no
-- guard looks.
create or replace view v_structure_drift as
select
  s.collection_name as collection,
  r.governance_role,
  array(select unnest(t.structure) except select unnest(s.structure) order by 1) as added,
  array(select unnest(s.structure) except select unnest(t.structure) order by 1) as removed,
  coalesce(d.changes, '{}') as rewritten,
  s.created_at as accepted_at
from governed_structure s
join collection_registry r on r.collection_name = s.collection_name and r.governance_role in ('governed', 'locked')
cross join lateral (select to_regclass(format('%I.%I', :'directus_schema', s.collection_name)) as relation) c
cross join lateral (select relation_structure(c.relation) as structure) t
left join v_storage_drift d on d.collection = s.collection_name
where c.relation is not null and (t.structure is distinct from s.structure or d.changes is not null);
