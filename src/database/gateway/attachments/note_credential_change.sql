-- Row trigger of directus_users, where somebody holds a seat: notes that what a person proves themselves with was
-- changed, and finds the session that a log-in came to: Directus says last that the person was there. It never fails: a
-- broken One-Roof keeps nobody from changing a password or logging in, and its gate is closed anyway.
create or replace function note_credential_change() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who uuid;
  was_there boolean := true;
  -- What cannot be read was changed, for all that is known.
  changed text[] := array['unreadable'];
  logins bigint[];
begin
  if tg_relid is distinct from to_regclass(format('%I.directus_users', :'directus_schema'))::oid then
    return null;
  end if;
  begin
    who := new.id;
    was_there := new.last_access is distinct from old.last_access;
    changed := array_remove(array[
      case when old.email::text is distinct from new.email::text then 'email' end,
      case when old.external_identifier::text is distinct from new.external_identifier::text
        then 'external_identifier' end,
      case when old.password::text is distinct from new.password::text then 'password' end,
      case when old.role::text is distinct from new.role::text then 'role' end,
      case when old.status::text is distinct from new.status::text then 'status' end,
      case when old.tfa_secret::text is distinct from new.tfa_secret::text then 'tfa_secret' end,
      case when old.token::text is distinct from new.token::text then 'token' end], null);
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when others then null;
  end;
  if changed <> '{}' then
    perform :"schema".note_credentials(who, changed);
  end if;
  if was_there and :"schema".is_seated(who) then
    begin
      -- It was noted a moment ago: among the newest rows, which the key of the table finds.
      select array_agg(a.id::bigint) into logins
        from (select id, action, "user" from :"directus_schema".directus_activity order by id desc limit 1000) a
        where a.action = 'login' and a."user" = who;
      raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
    exception
      when sqlstate 'ORU01' then null;
    end;
    perform :"schema".note_logins(who, logins);
  end if;
  return null;
exception
  when others then
    raise log 'One-Roof: a change of the account of user % cannot be noted: %', who, sqlerrm;
    return null;
end
$$;
