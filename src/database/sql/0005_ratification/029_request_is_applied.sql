-- Whether what a request asked for was carried out: the release that it ratified was applied, or the policy, the seats or the
-- event type name it. Bound late: the tables of releases and seats may change in the transaction that asks.
create function request_is_applied(p_request approval_requests) returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return exists (
      select from governance_release l
      where l.status in ('applied', 'rolled_back') and l.packet_tree_sha256 = p_request.packet_tree_sha256 and 'release:' || l.release_code = p_request.subject)
    or exists (select from governance_policy p where p.approval_ref = p_request.code)
    or exists (select from governance_seat s where p_request.code in (s.approval_ref, s.vacated_ref))
    or exists (select from event_type_registry e where e.activation_approval_ref = p_request.code);
end
$$;
