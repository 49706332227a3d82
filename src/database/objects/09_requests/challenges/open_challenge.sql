-- Asks a person to prove something, in the session that they are in. Returns what they answer, and until when.
-- challenge_guard refuses a person without a session.
--   p_revision_digest  the revision that it is about; NULL to enrol or to confirm a key
create or replace function open_challenge(
  p_nonce text, p_purpose text, p_user uuid, p_revision_digest text, p_expires timestamptz, p_by text
) returns table (nonce text, expires_at timestamptz)
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_signature_challenge (nonce, purpose, user_id, revision_digest, expires_at, created_by)
  values (p_nonce, p_purpose, p_user, p_revision_digest, p_expires, p_by)
  returning nonce, expires_at
$$;
