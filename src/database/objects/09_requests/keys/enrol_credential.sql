-- Enrols a passkey, which answers a challenge. credential_guard refuses it without a session of this person, or an open
-- challenge to enrol a key.
--   p_public_key, p_ssh_public_key  the same key: COSE, base64url, and as OpenSSH writes it
create or replace function enrol_credential(
  p_nonce text, p_credential_id text, p_user uuid, p_label text, p_public_key text, p_ssh_public_key text, p_rp_id text,
  p_transports text[], p_counter bigint, p_backed_up boolean, p_by text
) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  perform set_config('one_roof.challenge', p_nonce, true);
  insert into governance_credential (
    credential_id, user_id, label, public_key, ssh_public_key, rp_id, transports, counter, backed_up, created_by
  ) values (
    p_credential_id, p_user, p_label, p_public_key, p_ssh_public_key, p_rp_id, p_transports, p_counter, p_backed_up,
    p_by
  );
end
$$;
