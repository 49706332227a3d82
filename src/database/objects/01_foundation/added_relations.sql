-- The tables and views in our schema that this version does not install itself: those that releases installed, or
-- somebody else made.
create or replace function added_relations() returns text[]
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(array_agg(relname::text order by relname::text collate "C"), '{}')
  from pg_class
  where relnamespace = :'schema'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
    and relname <> all (base_relations())
$$;
