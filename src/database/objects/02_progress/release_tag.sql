-- What the rows of a release carry in `created_by`: the name by which its rollback finds them.
create or replace function release_tag(p_release text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case when is_proven_clone() then 'TEST_CLONE_SEED_' else 'PROD_OWNERSHIP_SEED_' end || p_release
$$;
