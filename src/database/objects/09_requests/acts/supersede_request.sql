-- Lets another request take the place of one. Returns whether there is such a request; request_guard refuses another
-- that is of somebody else, or about something else.
create or replace function supersede_request(p_code text, p_superseded_by text) returns boolean
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  update approval_requests set superseded_by = p_superseded_by where code = p_code;
  return found;
end
$$;
