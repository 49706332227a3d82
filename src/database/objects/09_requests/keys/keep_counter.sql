-- Keeps how often a passkey signed, as it says itself. credential_guard refuses a smaller number, and a key of somebody
-- else.
create or replace function keep_counter(p_credential_id text, p_counter bigint) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  update governance_credential set counter = p_counter where credential_id = p_credential_id
$$;
