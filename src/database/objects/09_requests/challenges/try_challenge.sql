-- Marks a challenge of a person to enter a password as being tried. Returns whether it was open, and nobody tried it
-- before.
create or replace function try_challenge(p_nonce text, p_user uuid) returns boolean
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  update governance_signature_challenge set tried_at = clock_timestamp()
    where nonce = p_nonce and user_id = p_user and purpose = 'reauthenticate' and consumed_at is null
      and tried_at is null
      and expires_at > clock_timestamp();
  return found;
end
$$;
