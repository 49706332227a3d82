-- Takes the structure that a governed collection's table has now for the accepted one. Only the owner of our schema
-- may: it is part of closing a change window, which is an act with a reason, and of what a guard lets pass, which is
-- recorded. A table that was rewritten or replaced is accepted with it, and never in silence: that is a recorded write
-- to the collection.
create or replace function accept_structure(p_collection text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  with present as (
    select r.collection_name, relation_structure(t.relation) as structure, n.storage, here.oid as db_oid,
      cluster.system_identifier
    from collection_registry r
    cross join lateral (select to_regclass(format('%I.%I', :'directus_schema', r.collection_name)) as relation) t
    cross join lateral relation_storage(array[t.relation::oid]) n
    join pg_database here on here.datname = current_database()
    cross join pg_control_system() cluster
    where r.collection_name = p_collection and r.governance_role in ('governed', 'locked') and t.relation is not null
  ),
  noted as (
    insert into governed_write (kind, collection, relation, item_count, operation, subject, application)
    select 'schema', p.collection_name, 'pg_class', 0, 'update', 'table ' || array_to_string(d.changes, '; '),
      current_setting('application_name')
    from present p
    join governed_structure s on (s.collection_name, s.db_oid, s.system_identifier) = (p.collection_name, p.db_oid,
      p.system_identifier)
    cross join lateral storage_difference(s.storage, p.storage) as d (changes)
    where cardinality(d.changes) > 0
  )
  insert into governed_structure (collection_name, structure, storage, system_identifier, db_oid)
  select collection_name, structure, storage, system_identifier, db_oid from present
  on conflict (collection_name) do update
    set structure = excluded.structure, storage = excluded.storage,
        system_identifier = excluded.system_identifier, db_oid = excluded.db_oid, created_at = now(),
        created_by = session_user
    where (governed_structure.structure, governed_structure.storage, governed_structure.system_identifier,
      governed_structure.db_oid)
      is distinct from (excluded.structure, excluded.storage, excluded.system_identifier, excluded.db_oid)
$$;
