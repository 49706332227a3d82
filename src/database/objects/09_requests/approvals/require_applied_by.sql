-- Refuses unless people ratified a request, its row says what they ratified, it was not applied before, and the handler
-- that is about to apply it is the one of its action. Uses the approval up, and returns the request.
create or replace function require_applied_by(p_handler text, p_code text) returns approval_requests
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  asked approval_requests;
  handler text;
  difference text;
begin
  select * into asked from approval_requests where code = p_code;
  select t.handler_ref into handler from apr_action_types t
    where t.action_code = asked.proposed_action_code and t.status = 'active';
  if asked.code is null then
    raise exception 'There is no request %', p_code using errcode = 'OR007';
  elsif handler is distinct from p_handler then
    raise exception 'Request % is not applied: expected action % with its handler, found % with handler %',
      p_code, p_handler, coalesce(asked.proposed_action_code, 'none'), coalesce(handler, 'none')
        using errcode = 'OR058';
  end if;
  difference := request_difference(asked);
  if difference is not null then
    raise exception 'Request % is not applied: %', p_code, difference
      using errcode = 'OR059', hint = 'Somebody wrote its row past the guard. Find out who, and file a new request.';
  end if;
  perform consume_approval(p_code, p_handler);
  return asked;
end
$$;
