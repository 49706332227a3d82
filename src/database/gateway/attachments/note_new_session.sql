-- Row trigger of directus_sessions, where somebody holds a seat: notes that a session of theirs appeared, or became
-- theirs. What a session of the same person names as its next one is a refresh. It never fails: a broken One-Roof keeps
-- nobody from logging in.
create or replace function note_new_session() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who uuid;
  digest text := 'unreadable';
  follows boolean := false;
  last_activity bigint := 0;
begin
  if tg_relid is distinct from to_regclass(format('%I.directus_sessions', :'directus_schema'))::oid then
    return null;
  end if;
  begin
    -- A session of a share, or (Directus 12) of a program that acts for a person, is none of a person.
    if new.share is null and to_jsonb(new) ->> 'oauth_client' is null and (
      tg_op = 'INSERT' or new."user" is distinct from old."user" or old.share is not null
        or to_jsonb(old) ->> 'oauth_client' is not null)
    then
      who := new."user";
      digest := encode(sha256(convert_to(new.token, 'UTF8')), 'hex');
    else
      digest := null;
    end if;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when others then null;
  end;
  -- What cannot be read may be a session of anybody who holds a seat.
  if digest = 'unreadable' then
    perform :"schema".note_session(null, digest, 0);
    return null;
  end if;
  if who is null or not :"schema".is_seated(who) then
    return null;
  end if;
  begin
    follows := exists (
      select from :"directus_schema".directus_sessions s
        where s."user" = who and s.next_token = new.token and s.token <> new.token);
    last_activity := coalesce((select max(a.id)::bigint from :"directus_schema".directus_activity a), 0);
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when others then null;
  end;
  if not follows then
    perform :"schema".note_session(who, digest, last_activity);
  end if;
  return null;
exception
  when others then
    raise log 'One-Roof: a session of user % cannot be noted: %', who, sqlerrm;
    return null;
end
$$;
