-- Whether a request would take a person's seat from them. They have no voice in it.
create function loses_seat(p_request approval_requests, p_user uuid) returns boolean
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select p_request.proposed_action_code is not distinct from 'delegate_authority'
    and coalesce(p_request.proposed_action -> 'seats' @> jsonb_build_array(jsonb_build_object('change', 'vacate', 'user', p_user)), false)
$$;

-- The same by the name under which a person signs, which is what a signature proves.
create function named_loses_seat(p_request approval_requests, p_person text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select exists (select from delegated_changes(p_request) c where c @> jsonb_build_object('change', 'vacate', 'person', p_person))
$$;
