-- Keeps the signed confirmation of a request by its proposer. Their name and the time are confirmation_guard's to
-- write, which refuses anybody else, another revision, and a second confirmation.
create or replace function keep_confirmation(
  p_code text, p_revision integer, p_revision_digest text, p_signer uuid, p_method text, p_statement text,
  p_public_key text,
  p_assertion jsonb, p_by text
) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_confirmation (
    request_code, revision, revision_digest, signer_user, method, statement, public_key, assertion, created_by
  ) values (p_code, p_revision, p_revision_digest, p_signer, p_method, p_statement, p_public_key, p_assertion, p_by)
$$;
