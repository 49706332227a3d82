-- Table rule: a declaration is about the database it is made in, is made once, and makes a clone only of a database
-- that nobody else is connected to (a running Directus would go on writing to what is now called a clone).
create or replace function environment_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  this_oid oid := (select oid from pg_database where datname = current_database());
  this_system bigint := (select system_identifier from pg_control_system());
  others integer;
begin
  if (new.dbname, new.db_oid, new.system_identifier)
    is distinct from (current_database()::text, this_oid, this_system) then
    raise exception 'a declaration speaks only for the database it is made in: expected %, found %', current_database(),
      new.dbname
      using errcode = 'OR005';
  end if;

  if new.kind = 'clone' then
    select count(*) into others
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
      -- backend_type is hidden from unprivileged roles; NULL counts as a client.
      and coalesce(backend_type, 'client backend') = 'client backend';
    if others > 0 then
      raise exception 'database % cannot be declared a clone: % other session(s) are connected to it',
        current_database(), others
        using errcode = 'OR005',
              hint = 'Stop the Directus (and every other client) that is connected to this database, then declare it again.';
    end if;
  end if;

  new.environment_id := gen_random_uuid();
  return new;
end
$$;

create or replace trigger trg_environment_guard
  before insert on governance_environment
  for each row execute function environment_guard();
alter table governance_environment enable always trigger trg_environment_guard;
