-- Declares what this database is. environment_guard refuses a clone that somebody else is connected to; a second
-- declaration is refused too.
--   p_clone_pattern  what the name of a clone matches; NULL for production
create or replace function declare_environment(p_kind text, p_clone_pattern text, p_by text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_environment (system_identifier, db_oid, dbname, kind, clone_pattern, epoch, created_by)
  select system_identifier, db_oid, dbname, p_kind, p_clone_pattern, epoch, p_by from v_current_environment
$$;
