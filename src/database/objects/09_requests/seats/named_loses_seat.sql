-- The same by the name under which a person signs, which is what a signature proves.
create or replace function named_loses_seat(p_request approval_requests, p_person text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select exists (select from delegated_changes(p_request) c
    where c @> jsonb_build_object('change', 'vacate', 'person', p_person))
$$;
