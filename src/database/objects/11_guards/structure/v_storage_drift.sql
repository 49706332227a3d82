-- The tables of governed collections that were rewritten, replaced, attached to or had a column replaced since they
-- were last accepted, in words: what the gate looks at. Nothing where the numbers are of another database, which a
-- restore brings along: tending accepts them anew.
create or replace view v_storage_drift as
select s.collection_name as collection, d.changes
from (
  select array_agg(to_regclass(format('%I.%I', :'directus_schema', s.collection_name))::oid) as relations
  from governed_structure s
  join collection_registry r on r.collection_name = s.collection_name and r.governance_role in ('governed', 'locked')
) as every
cross join lateral relation_storage(every.relations) n
join pg_class c on c.oid = n.relation
join governed_structure s on s.collection_name = c.relname::text
cross join lateral storage_difference(s.storage, n.storage) as d (changes)
where s.storage <> n.storage
  and s.db_oid = (select oid from pg_database where datname = current_database())
  and s.system_identifier = (select system_identifier from pg_control_system())
  and cardinality(d.changes) > 0;
