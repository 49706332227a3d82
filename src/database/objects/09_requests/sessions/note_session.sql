-- Notes a new session of somebody who holds a seat: see note_new_session(), which finds it. Where it could not be read
-- whose it was (NULL), it may be anybody's who holds one.
create or replace function note_session(p_user uuid, p_token_digest text, p_last_activity bigint) returns void
language sql volatile
security definer
set search_path = :"schema", pg_temp
as $$
  insert into governance_session (user_id, token_digest, last_activity)
    select distinct s.user_id, p_token_digest, p_last_activity
    from governance_seat s where s.vacated_at is null and (p_user is null or s.user_id = p_user)
$$;
