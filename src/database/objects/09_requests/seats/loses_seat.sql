-- Whether a request would take a person's seat from them. They have no voice in it.
create or replace function loses_seat(p_request approval_requests, p_user uuid) returns boolean
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select p_request.proposed_action_code is not distinct from 'delegate_authority'
    and coalesce(p_request.proposed_action -> 'seats' @> jsonb_build_array(jsonb_build_object('change', 'vacate',
      'user', p_user)), false)
$$;
