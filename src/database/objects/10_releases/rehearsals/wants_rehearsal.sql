-- Whether the profile wants a release rehearsed before people are asked about it.
create or replace function wants_rehearsal() returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select governance_profile() <> 'two_person'
$$;
