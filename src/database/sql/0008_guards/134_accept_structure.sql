-- Takes the structure that a governed collection's table has now for the accepted one.
create function accept_structure(p_collection text) returns void
language sql volatile
security definer
set search_path = :"schema", pg_temp
as $$
  insert into governed_structure (collection_name, structure)
  select r.collection_name, relation_structure(t.relation)
  from collection_registry r
  cross join lateral (select to_regclass(format('%I.%I', :'directus_schema', r.collection_name)) as relation) t
  where r.collection_name = p_collection and r.governance_role in ('governed', 'locked') and t.relation is not null
  on conflict (collection_name) do update
    set structure = excluded.structure, created_at = now(), created_by = session_user
    where governed_structure.structure is distinct from excluded.structure
$$;
