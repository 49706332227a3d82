-- sha256 of what a coverage scan reads: the collections with their groups and roles, containment and active scopes.
create or replace function source_fingerprint() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select encode(sha256(convert_to(coalesce(string_agg(line, e'\n' order by line collate "C"), ''), 'UTF8')), 'hex')
  from (
    select jsonb_build_array('collection', collection_name, "group", governance_role, coverage_status,
      missing_since is not null)::text
    from collection_registry
    union all
    select jsonb_build_array('containment', object_type, object_ref, parent_type, parent_ref)::text
    from v_governance_object_containment
    union all
    select jsonb_build_array('scope', code)::text from governance_responsibility_scope where status = 'active'
  ) as source (line)
$$;
