-- The requests, with what is derived of each: its status, its risk, and the votes and signatures that count.
create or replace view v_request as
select
  r.code::text as code,
  r.subject,
  r.title,
  request_status(r.code) as status,
  request_risk(r.proposed_action_code) as risk_level,
  r.priority,
  r.revision,
  r.revision_digest,
  r.proposer,
  r.proposer_user,
  r.created_at,
  r.expires_at,
  r.action,
  r.proposed_action_code,
  r.proposed_action,
  r.evidence,
  r.packet_tree_sha256,
  r.plan_digest,
  request_confirmed_at(r.*) as confirmed_at,
  r.superseded_by,
  r.withdrawn_reason,
  (
    select jsonb_build_object(
      'approve', count(*) filter (where v.decision = 'approve'),
      'reject', count(*) filter (where v.decision = 'reject'),
      'abstain', count(*) filter (where v.decision = 'abstain'))
    from v_request_vote v
    where v.request_code = r.code::text and v.problem is null
  ) as votes,
  (select count(*) from v_bound_signature b where b.request_code = r.code::text and b.problem is null) as signatures
from approval_requests r;
