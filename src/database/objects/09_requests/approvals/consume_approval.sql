-- Uses an approval, once and for good. What one transaction carries out by one request uses it together.
create or replace function consume_approval(p_code text, p_handler text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  -- It is proven once: what it does may end the seats of those who ratified it.
  insert into governance_consumed_approval (request_code, handler_ref)
    select p_code, p_handler where not exists (select from governance_consumed_approval c where c.request_code = p_code)
    on conflict do nothing;
  if exists (select from governance_consumed_approval c
    where c.request_code = p_code and c.xid <> pg_current_xact_id()) then
    raise exception 'Request % is not applied: it was applied before', p_code
      using errcode = 'OR053', hint = 'An approval is used once. File a new request.';
  end if;
end
$$;
