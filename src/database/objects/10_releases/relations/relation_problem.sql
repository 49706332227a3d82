-- The first reason why the relations that a manifest names cannot be installed; NULL where there is none. A name is a
-- plain word that nothing of this version, of Directus or of PostgreSQL has, so that it never has to be quoted and
-- never stands for anything else.
create or replace function relation_problem(p_manifest jsonb) returns text
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select case
      when coalesce(jsonb_typeof(name), '') <> 'string' then 'a relation has no name'
      when name #>> '{}' !~ '^[a-z][a-z0-9_]{0,62}$' then format('%s is no plain name', name)
      when name #>> '{}' ~ '^(directus|pg|one_roof|trg|knex)_' then format('%s is a name of others', name)
      when name #>> '{}' = any (base_relations()) then format('%s is a relation of One-Roof itself', name)
      when count(*) over (partition by name) > 1 then format('%s is named twice', name)
      when p_manifest -> 'installed' ? (name #>> '{}') then format('%s is installed already', name)
      when coalesce(kind #>> '{}', '') not in ('table', 'view') then format('%s is neither a table nor a view', name)
      when jsonb_typeof(asserts) is distinct from 'boolean' or kind = '"view"'
        and asserts = 'true' then format('%s does not say whether it asserts', name)
    end as problem
  from (
    select relation -> 'name' as name, relation -> 'kind' as kind, relation -> 'asserts' as asserts
    from jsonb_path_query(p_manifest, '$.tiers[*].relations[*]') as r (relation)
  ) as named
  order by problem nulls last
  limit 1
$$;
