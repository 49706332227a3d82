-- Row trigger of directus_users, where somebody holds a seat: notes that what a person proves themselves with was changed. It
-- never fails: a broken One-Roof keeps nobody from changing a password, and its gate is closed anyway.
create function note_credential_change() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  was jsonb;
  becomes jsonb;
begin
  if (old.password, old.tfa_secret, old.email, old.external_identifier, old.token, old.role, old.status)
    is not distinct from (new.password, new.tfa_secret, new.email, new.external_identifier, new.token, new.role, new.status)
  then
    return null;
  end if;
  was := to_jsonb(old);
  becomes := to_jsonb(new);
  insert into governance_credential_change (user_id, changed)
    select new.id, array_agg(key order by key)
    from unnest(array['email', 'external_identifier', 'password', 'role', 'status', 'tfa_secret', 'token']) key
    where was ->> key is distinct from becomes ->> key;
  return null;
exception
  when others then
    raise log 'One-Roof: a change of credentials of user % cannot be noted: %', new.id, sqlerrm;
    return null;
end
$$;
