-- Whether a session alone proves a vote, a confirmation or a run permit here: a policy below council may say so.
create or replace function votes_by_session() returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce((select p.vote_proof = 'session' and p.profile <> 'council' from current_policy() p), false)
$$;
