-- What it takes to decide one request now: by the policy in force.
create or replace function request_quorum(p_request approval_requests)
returns table (president_votes integer, council_votes integer, any_votes integer, signing_seats text[],
  rejections integer)
language sql stable
set search_path = :"schema", pg_temp
as $$
  select q.* from current_policy() p cross join lateral quorum_of(p_request, p.profile, 'infinity') q
$$;
