-- The votes on the present revision of each request, and why one does not count: `problem` is NULL where it does.
--   own_proposal   whoever proposes does not decide
--   same_human     somebody who is the same human voted before
-- and what seat_problem() says. A vote on an earlier revision is not here: it was on something else.
create view v_request_vote as
select
  v.request_code,
  v.revision,
  v.approver,
  v.approver_user,
  v.approver_type,
  v.seat,
  v.decision,
  v.rationale,
  v.signed_at,
  coalesce(
    seat_problem(v.approver_user, array[v.seat], v.signed_at),
    case
      when same_human(v.approver_user, r.proposer_user) then 'own_proposal'
      when exists (
        select from apr_approvals o
        where o.request_code = v.request_code and o.revision_digest = v.revision_digest
          and o.approver <> v.approver and o.signed_at < v.signed_at and same_human(o.approver_user, v.approver_user)
      ) then 'same_human'
    end) as problem
from apr_approvals v
join approval_requests r on r.code::text = v.request_code::text and r.revision = v.revision and r.revision_digest = v.revision_digest;
