-- Casts a vote for the seat that its voter holds; vote_guard writes who that is, and refuses what may not be cast.
-- Somebody who holds no seat is refused by it too, as if they voted as `council`.
create or replace function cast_vote(
  p_code text, p_revision integer, p_revision_digest text, p_voter uuid, p_choice text, p_rationale text, p_method text,
  p_statement text, p_public_key text, p_assertion jsonb, p_by text
) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into apr_approvals (
    request_code, revision, revision_digest, approver_user, seat, decision, rationale, method, statement, public_key,
    assertion, created_by
  ) values (
    p_code, p_revision, p_revision_digest, p_voter,
    coalesce((select seat from governance_seat where user_id = p_voter and vacated_at is null), 'council'),
    p_choice, p_rationale, p_method, p_statement, p_public_key, p_assertion, p_by
  )
$$;
