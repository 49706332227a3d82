-- Confirms a request in a session of its proposer. Returns whether there is such a request; request_guard refuses the
-- rest.
create or replace function confirm_request(p_code text) returns boolean
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  update approval_requests set confirmed_at = clock_timestamp() where code = p_code;
  return found;
end
$$;
