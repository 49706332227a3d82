-- The votes on the present revision of each request, and why one does not count: `problem` is NULL where it does.
--   own_proposal   the proposer of a request cannot decide it
--   loses_seat     the request would take their seat from them
--   same_human     another vote of the same human counts in its place (vote_precedes)
--   session_only   only a session says so, and the policy asks for a key
--   not_verified   whoever reads verified the signatures, and this one does not verify
-- and what seat_problem() says. A vote on an earlier revision is not here: it was on something else.
create or replace view v_request_vote as
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
  v.method,
  row_digest(v) as row_digest,
  coalesce(
    seat_problem(v.approver_user, array[v.seat], v.signed_at),
    case
      when same_human(v.approver_user, r.proposer_user) then 'own_proposal'
      when loses_seat(r, v.approver_user) then 'loses_seat'
      when exists (
        select from apr_approvals o
        where o.request_code = v.request_code and o.revision_digest = v.revision_digest
          and vote_precedes(o, v) and (o.method <> 'session' or votes_by_session())
          and same_human(o.approver_user, v.approver_user) and row_counts(row_digest(o))
      ) then 'same_human'
      when v.method = 'session' and not votes_by_session() then 'session_only'
      when not row_counts(row_digest(v)) then 'not_verified'
    end) as problem
from apr_approvals v
join approval_requests r on r.code::text = v.request_code::text and r.revision = v.revision
  and r.revision_digest = v.revision_digest;
