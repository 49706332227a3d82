-- Files a request. Returns its code, the digest that people vote on and sign, and how it stands at once. Who asks,
-- under which name, the revision and its digest are request_guard's to write, which refuses what may not be asked.
create or replace function file_request(
  p_code text, p_proposer uuid, p_subject text, p_action text, p_action_code text, p_title text,
  p_proposed_action jsonb,
  p_evidence jsonb, p_packet text, p_plan text, p_priority text, p_expires timestamptz, p_by text
) returns table (code text, revision_digest text, status text)
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into approval_requests (
    code, subject, action, proposed_action_code, title, proposed_action, evidence, packet_tree_sha256, plan_digest,
    priority,
    proposer_user, expires_at, created_by
  ) values (
    p_code, p_subject, p_action, p_action_code, p_title, p_proposed_action, p_evidence, p_packet, p_plan, p_priority,
    p_proposer, p_expires, p_by
  );
  select r.code::text, r.revision_digest, request_status(r.code) from approval_requests r where r.code = p_code
$$;
