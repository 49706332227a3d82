-- The name of this database in signed statements: the random id of its declaration and its epoch, `none` before it is
-- declared. A copy, a clone and a dump that was restored elsewhere have another one, so nothing that was signed for the
-- one counts in the other.
create or replace function environment_name() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(e.environment_id::text, 'none') || '/' || e.epoch from v_current_environment e
$$;
