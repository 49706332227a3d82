-- Whether there is such an object: a discovered collection, a group, or anything that contains, is contained or is
-- owned.
create or replace function object_is_known(p_object_type text, p_object_ref text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select (p_object_type = 'collection' and exists (select from collection_registry
    where collection_name = p_object_ref))
    or (p_object_type = 'group' and exists (select from governance_group where code::text = p_object_ref))
    or exists (
      select from governance_containment
      where (child_type, child_ref) = (p_object_type, p_object_ref)
        or (parent_type, parent_ref) = (p_object_type, p_object_ref)
    )
    or exists (select from governance_object_ownership where (object_type, object_ref) = (p_object_type, p_object_ref))
$$;
