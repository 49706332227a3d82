-- ospa: how many sovereign signatures are bound to the exact revision of a request that has not expired.
-- Rows of a table of the same name in another schema never count.
create function ospa(p_packet text default null) returns bigint
language sql stable
set search_path = :"schema", pg_temp
as $$
  select count(*)
  from governance_signature s
  join os_proposal_approvals e on e.id = s.signature_id and e.esignature_agreement
  join approval_requests r on r.code = s.request_code and r.revision_digest = s.revision_digest
  where (p_packet is null or r.packet_tree_sha256 = p_packet) and r.expires_at > now() and s.signer_user::text is distinct from r.proposer
$$;
