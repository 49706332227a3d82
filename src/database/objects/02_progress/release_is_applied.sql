-- Whether a release has made owners accountable here. From then on what changes who answers for a cell waits for a
-- release. Bound late: the table of releases comes with a later migration.
create or replace function release_is_applied() returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return exists (select from governance_release where status = 'applied');
end
$$;
