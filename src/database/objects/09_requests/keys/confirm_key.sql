-- Keeps somebody's signed word that a key is its holder's. Whose key it is, who signs and when is
-- key_confirmation_guard's to write, which refuses what does not count.
create or replace function confirm_key(
  p_credential_id text, p_holder text, p_signer uuid, p_method text, p_statement text, p_public_key text,
  p_assertion jsonb, p_expires timestamptz, p_by text
) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_key_confirmation (
    credential_id, holder, signer_user, method, statement, public_key, assertion, expires_at, created_by
  ) values (p_credential_id, p_holder, p_signer, p_method, p_statement, p_public_key, p_assertion, p_expires, p_by)
$$;
