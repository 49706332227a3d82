-- The bytes of a revision: what people vote on and sign, whole. Their sha256 is the digest of the revision.
create or replace function request_content(p_request approval_requests) returns text
language sql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
as $$
  select jsonb_pretty(jsonb_build_object(
    'code', p_request.code, 'revision', p_request.revision, 'subject', p_request.subject, 'action', p_request.action,
    'proposed_action_code', p_request.proposed_action_code, 'risk_level', request_risk(p_request.proposed_action_code),
    'title', p_request.title, 'proposed_action', p_request.proposed_action, 'evidence', p_request.evidence,
    'packet_tree_sha256', p_request.packet_tree_sha256, 'plan_digest', p_request.plan_digest,
    'proposer', p_request.proposer, 'expires_at', to_char(p_request.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
$$;
