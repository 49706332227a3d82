-- Gives a passkey of a person up. Returns whether they have such a passkey that is in force; credential_guard writes
-- since when.
create or replace function revoke_credential(p_credential_id text, p_user uuid, p_by text) returns boolean
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  update governance_credential set revoked_at = clock_timestamp(), revoked_by = p_by
    where credential_id = p_credential_id and user_id = p_user and revoked_at is null;
  return found;
end
$$;
