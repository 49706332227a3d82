-- Whether people have ratified that a type may be emitted: a request with the action activate_event_type for this type,
-- approved and signed. On a proven clone, whose messages never leave it, the approval says that there is none.
create or replace function event_type_is_ratified(
  p_event_domain text, p_event_type text, p_approval_ref text
) returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  if is_proven_clone() then
    return p_approval_ref is not distinct from 'CLONE-TEST-NO-RATIFICATION';
  end if;
  return request_is_ratified(p_approval_ref) and exists (
    select
    from approval_requests r
    join apr_action_types t on t.action_code = r.proposed_action_code
    where r.code = p_approval_ref
      and t.handler_ref = 'one-roof:activate_event_type'
      and r.proposed_action @> jsonb_build_object('event_domain', p_event_domain, 'event_type', p_event_type)
  );
end
$$;
