-- What it takes to decide one request, by a profile and at its risk, among the holders of a moment. With a council, a
-- request that would remove the president is decided without the president: the council votes in the place of the
-- president too, as many of it as there are, and one of it signs.
--   p_at  'infinity': now
create or replace function quorum_of(p_request approval_requests, p_profile text, p_at timestamptz)
returns table (president_votes integer, council_votes integer, any_votes integer, signing_seats text[],
  rejections integer)
language sql stable
set search_path = :"schema", pg_temp
as $$
  select
    case when a.without_president then 0 else q.president_votes end,
    case when a.without_president
      then greatest(q.council_votes, least(q.president_votes + q.council_votes, a.council::integer))
        else q.council_votes end,
    q.any_votes,
    case when a.without_president then '{council}'::text[] else q.signing_seats end,
    case when p_request.proposed_action_code = 'delegate_authority' and p_request.proposed_action ? 'seats'
      then q.seat_rejections else q.rejections end
  from apr_quorum_policy q
  cross join lateral (
    select
      p_profile = 'council' and coalesce(bool_and(loses_seat(p_request, s.user_id)) filter (where s.seat = 'president'),
      false) as without_president,
      count(*) filter (where s.seat in ('council', 'ai_council') and not loses_seat(p_request, s.user_id)) as council
    from governance_seat s
    where s.since <= p_at and coalesce(s.vacated_at > p_at, true)
  ) a
  where q.profile = p_profile and q.risk_level = request_risk(p_request.proposed_action_code)
$$;
