-- Whether one vote of a person counts in the place of another one of theirs on the same revision, where both verify.
-- When a row was received its columns say, and whoever owns the tables can write them; what was chosen is signed. So of
-- two that differ the more cautious one counts: a rejection before an abstention, and that before an approval. Of two
-- alike it is the one that was received first.
create or replace function vote_precedes(p_vote apr_approvals, p_other apr_approvals) returns boolean
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select (array_position('{reject,abstain,approve}'::text[], p_vote.decision), p_vote.signed_at, p_vote.act_digest)
    < (array_position('{reject,abstain,approve}'::text[], p_other.decision), p_other.signed_at, p_other.act_digest)
$$;
