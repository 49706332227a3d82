-- How a request stands: the votes that count, what the policy asks for, and who could still vote or sign.
--   …_left    holders of the seat who have not voted on this revision and whose vote would count now
--   signers   holders of a seat that may sign who did, or whose signature would count now
create or replace function request_standing(p_request approval_requests)
returns table (
  risk_level text, rejections bigint,
  president_votes bigint, president_needed integer, president_left bigint,
  council_votes bigint, council_needed integer, council_left bigint,
  any_votes bigint, any_needed integer, any_left bigint,
  signing_seats text[], signers bigint, rejections_needed integer)
language sql stable
set search_path = :"schema", pg_temp
as $$
  with policy as (
    select q.* from request_quorum(p_request) q
  ), vote as materialized (
    select v.seat, v.decision, v.problem, v.approver_user, row_counts(v.row_digest) as counts
    from v_request_vote v where v.request_code = p_request.code
  ), counted as (
    select
      count(*) filter (where v.decision = 'reject') as rejections,
      count(*) filter (where v.decision = 'approve' and v.seat = 'president') as president,
      count(*) filter (where v.decision = 'approve' and v.seat in ('council', 'ai_council')) as council,
      count(*) filter (where v.decision = 'approve' and v.seat in ('president', 'council')) as by_people
    from vote v where v.problem is null
  ), holder as materialized (
    select
      s.seat,
      seat_problem(s.user_id, array[s.seat], clock_timestamp()) is null as can_act,
      exists (select from vote v where v.counts and same_human(v.approver_user, s.user_id)) as has_voted,
      exists (
        select from governance_signature g
        where g.request_code = p_request.code and g.revision_digest = p_request.revision_digest
          and g.signer_user = s.user_id and row_counts(row_digest(g))
          and seat_problem(g.signer_user, array[s.seat], g.signed_at) is null) as has_signed
    from governance_seat s
    where s.vacated_at is null and not same_human(s.user_id, p_request.proposer_user)
      and not loses_seat(p_request, s.user_id)
  ), remaining as (
    select
      count(*) filter (where h.seat = 'president' and h.can_act and not h.has_voted) as president,
      count(*) filter (where h.seat in ('council', 'ai_council') and h.can_act and not h.has_voted) as council,
      count(*) filter (where h.seat in ('president', 'council') and h.can_act and not h.has_voted) as people,
      count(*) filter (where h.seat = any ((select p.signing_seats from policy p)::text[])
        and (h.can_act or h.has_signed)) as signers
    from holder h
  )
  select
    request_risk(p_request.proposed_action_code), c.rejections,
    c.president, p.president_votes, l.president,
    c.council, p.council_votes, l.council,
    c.by_people, p.any_votes, l.people,
    p.signing_seats, l.signers, p.rejections
  from counted c cross join remaining l left join policy p on true
$$;
