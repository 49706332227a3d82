-- Since when the proposer of a request stands by its present revision: signed with a key, or, where the policy lets a
-- session prove it, said in one. NULL where they do not yet.
create or replace function request_confirmed_at(p_request approval_requests) returns timestamptz
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return coalesce(
    (
      select min(c.signed_at) from governance_confirmation c
      where c.request_code = p_request.code and c.revision_digest = p_request.revision_digest
        and c.signer_user = p_request.proposer_user and row_counts(row_digest(c))
    ),
    -- Where a council decides, the proposer decides nothing: there it only says who filed it.
    case when votes_by_session() or governance_profile() <> 'two_person' then p_request.confirmed_at end);
end
$$;
