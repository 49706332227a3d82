-- The tables and views that this version installs itself. Their names, taken from its SQL, take the place of the
-- variable.
create or replace function base_relations() returns text[]
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select :relations
$$;
