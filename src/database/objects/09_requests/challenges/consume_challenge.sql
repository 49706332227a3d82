-- Consumes a challenge, in one statement: of two who try, one does. Refused where it is not this person's, in this
-- session, for exactly this, still open.
create or replace function consume_challenge(
  p_nonce text, p_purpose text, p_user uuid, p_revision_digest text
) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  found_one governance_signature_challenge;
begin
  update governance_signature_challenge
    set consumed_at = clock_timestamp()
    where nonce = p_nonce and purpose = p_purpose and user_id = p_user
      and revision_digest is not distinct from p_revision_digest
      and governance_signature_challenge.session_digest = session_digest() and consumed_at is null
        and expires_at > clock_timestamp();
  if found then
    return;
  end if;
  select * into found_one from governance_signature_challenge where nonce = p_nonce;
  raise exception 'The proof is refused: expected an answer to an open challenge of this session, found %',
    case
      when found_one.nonce is null then 'no such challenge'
      when found_one.consumed_at is not null then 'one that was answered before'
      when found_one.expires_at <= clock_timestamp() then 'one that expired at ' || found_one.expires_at
      when found_one.revision_digest is distinct from p_revision_digest then 'one for another revision'
      else 'somebody else''s'
    end
    using errcode = 'OR057',
      hint = 'Start again: a challenge is answered once, within five minutes, in the session that asked for it.';
end
$$;
