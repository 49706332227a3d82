-- Withdraws the word of a person about a key, or the word of others about a key of theirs. Returns whether there was
-- one.
create or replace function withdraw_key_confirmation(p_credential_id text, p_user uuid, p_by text) returns boolean
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  update governance_key_confirmation set withdrawn_at = clock_timestamp(), withdrawn_by = p_by
    where credential_id = p_credential_id and p_user in (signer_user, holder_user) and withdrawn_at is null;
  return found;
end
$$;
