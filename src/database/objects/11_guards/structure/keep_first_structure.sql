-- Takes the structure that a governed collection's table (NULL: each of them) has now for the accepted one, where its
-- guard is on and none is kept yet, or one of another database: what arming and tending do, by whatever role. Accepting
-- another afterwards is what a window, or a change that a guard let pass, does.
create or replace function keep_first_structure(p_collection text default null) returns void
language sql volatile
security definer
set search_path = :"schema", pg_temp
as $$
  insert into governed_structure (collection_name, structure, storage, system_identifier, db_oid)
  select r.collection_name, relation_structure(t.relation), n.storage, cluster.system_identifier, here.oid
  from collection_registry r
  join v_guard_mode m on m.collection_name = r.collection_name and m.mode <> 'off'
  join pg_database here on here.datname = current_database()
  cross join pg_control_system() cluster
  cross join lateral (select to_regclass(format('%I.%I', :'directus_schema', r.collection_name)) as relation) t
  cross join lateral relation_storage(array[t.relation::oid]) n
  where (p_collection is null or r.collection_name = p_collection) and r.governance_role in ('governed', 'locked')
    and t.relation is not null
    and not exists (
      select from governed_structure s
      where s.collection_name = r.collection_name and (s.db_oid, s.system_identifier) = (here.oid,
        cluster.system_identifier)
    )
  on conflict (collection_name) do update
    set structure = excluded.structure, storage = excluded.storage,
        system_identifier = excluded.system_identifier, db_oid = excluded.db_oid, created_at = now(),
        created_by = session_user
$$;
