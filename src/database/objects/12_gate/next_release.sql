-- The release that is next, if there is exactly one.
create or replace function next_release() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select min(code) from next_releases() n (code) having count(*) = 1
$$;
