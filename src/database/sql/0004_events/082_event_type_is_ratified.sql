-- Whether people have ratified that a type may be emitted: an applied approval (its one-time authorization was used, a
-- sovereign signature is bound to exactly what was asked) with the action activate_event_type for this type. On a proven clone,
-- whose messages never leave it, the approval says that there is none.
create function event_type_is_ratified(p_event_domain text, p_event_type text, p_approval_ref text) returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  if is_proven_clone() then
    return p_approval_ref is not distinct from 'CLONE-TEST-NO-RATIFICATION';
  end if;
  return ospa() >= 1 and exists (
    select
    from approval_requests r
    join governance_signature s on s.request_code = r.code and s.revision_digest = r.revision_digest
    join governance_build_authorization a on a.request_code = r.code and a.consumed_at is not null and a.revoked_at is null
    where r.code = p_approval_ref
      and r.proposed_action_code = 'activate_event_type'
      and r.proposed_action @> jsonb_build_object('event_domain', p_event_domain, 'event_type', p_event_type)
  );
end
$$;
