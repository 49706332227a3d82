-- True only where this very database was declared a clone under the name it still has.
create or replace function is_proven_clone() returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select kind = 'clone' and declared_dbname = dbname from v_current_environment
$$;
