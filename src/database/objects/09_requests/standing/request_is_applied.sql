-- Whether what a request asked for was carried out. That is a row, not what is there now: stopping or taking back what
-- was done does not revive an approval.
create or replace function request_is_applied(p_request approval_requests) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select exists (select from governance_consumed_approval c where c.request_code = p_request.code)
$$;
