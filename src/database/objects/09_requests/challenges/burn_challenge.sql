-- Consumes a challenge that was answered wrongly, so that it is not answered again.
create or replace function burn_challenge(p_nonce text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  update governance_signature_challenge set consumed_at = clock_timestamp() where nonce = p_nonce
$$;
