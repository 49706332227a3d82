-- Whoever holds a seat, and what they could do about a request now:
--   problem      why their word would not count (seat_problem(), own_proposal), or NULL
--   vote_needed  the request waits for a vote of their seat, and they have not cast theirs
create or replace function request_holders(p_code text)
returns table (
  seat text, person text, user_id uuid, name text, problem text,
  has_voted boolean, has_signed boolean, can_vote boolean, vote_needed boolean, can_sign boolean)
language sql stable
set search_path = :"schema", pg_temp
as $$
  with asked as materialized (
    select r as request, r.code, r.revision_digest, r.proposer_user, request_status(r.code) as status, g.*
    from approval_requests r
    cross join lateral request_standing(r) g
    where r.code = p_code
  ), holder as materialized (
    select
      s.seat, s.person, s.user_id, s.id,
      coalesce(nullif(btrim(concat_ws(' ', d.first_name, d.last_name)), ''), s.person) as name,
      coalesce(
        case when same_human(s.user_id, a.proposer_user) then 'own_proposal' end,
        case when loses_seat(a.request, s.user_id) then 'loses_seat' end,
        seat_problem(s.user_id, array[s.seat], clock_timestamp())) as problem,
      exists (
        select from v_request_vote v
        where v.request_code = a.code::text and row_counts(v.row_digest)
          and same_human(v.approver_user, s.user_id)) as has_voted,
      exists (
        select from governance_signature n
        where n.request_code = a.code and n.revision_digest = a.revision_digest and n.signer_user = s.user_id
          and row_counts(row_digest(n))) as has_signed
    from asked a
    cross join governance_seat s
    left join lateral directus_person(s.user_id) d on true
    where s.vacated_at is null
  )
  select
    h.seat, h.person, h.user_id, h.name, h.problem, h.has_voted, h.has_signed,
    c.can_vote,
    c.can_vote and a.status = 'pending' and (
      (h.seat = 'president' and a.president_votes < a.president_needed)
      or (h.seat in ('council', 'ai_council') and a.council_votes < a.council_needed)
      or (h.seat in ('president', 'council') and a.any_votes < a.any_needed)) as vote_needed,
    h.problem is null and not h.has_signed and a.status = 'approved' and h.seat = any (a.signing_seats) as can_sign
  from asked a
  cross join holder h
  cross join lateral (
    select h.problem is null and not h.has_voted and a.status in ('pending', 'approved', 'deadlocked') as can_vote
  ) c
  order by array_position(array['president', 'council', 'ai_council'], h.seat), h.id
$$;
