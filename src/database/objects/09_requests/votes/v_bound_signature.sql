-- The signatures on the present revision of each request, with all that proves them, and why one does not count:
-- `problem` is NULL where it does, as far as the database can tell (whether the assertion verifies, Node says).
create or replace view v_bound_signature as
select
  s.signature_id,
  s.request_code,
  r.subject,
  r.revision,
  s.revision_digest,
  r.packet_tree_sha256,
  r.plan_digest,
  r.expires_at,
  s.signer,
  s.signer_user,
  s.method,
  s.meaning,
  s.printed_name,
  s.statement,
  s.public_key,
  s.assertion,
  s.reauthentication,
  s.signed_at,
  t.status,
  p.signer_problem,
  row_digest(s) as row_digest,
  case
    when t.status not in ('approved', 'applied') then 'request_' || t.status
    when not e.esignature_agreement then 'no_agreement'
    when not s.method = any (coalesce((select c.methods from current_policy() c), '{}')) then 'method_not_allowed'
    when same_human(s.signer_user, r.proposer_user) then 'own_proposal'
    when loses_seat(r, s.signer_user) then 'loses_seat'
    when p.signer_problem is not null then p.signer_problem
    when not row_counts(row_digest(s)) then 'not_verified'
  end as problem
from governance_signature s
join os_proposal_approvals e on e.id = s.signature_id
join approval_requests r on r.code::text = s.request_code::text and r.revision_digest = s.revision_digest
cross join lateral (select request_status(r.code) as status) t
cross join lateral (
  select seat_problem(s.signer_user, (select n.signing_seats from request_standing(r.*) n),
    s.signed_at) as signer_problem
) p;
