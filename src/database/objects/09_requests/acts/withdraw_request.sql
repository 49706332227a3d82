-- Withdraws a request. Returns whether there is such a request; request_guard refuses one that is closed, or somebody
-- else's.
create or replace function withdraw_request(p_code text, p_reason text) returns boolean
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  update approval_requests set withdrawn_at = clock_timestamp(), withdrawn_reason = p_reason where code = p_code;
  return found;
end
$$;
