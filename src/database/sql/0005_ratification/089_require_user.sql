-- The Directus user with this e-mail. Refused if there is none.
create function require_user(p_email text) returns uuid
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  found_user uuid;
begin
  perform :"schema".require_plain_tables('directus_users');
  select u.id into found_user from :"directus_schema".directus_users u where lower(u.email) = lower(p_email);
  -- Where only columns are granted, it could not be locked before; what was read is, so what it is now is what was read.
  perform :"schema".require_plain_tables('directus_users');
  perform :"schema".require_named(found_user is not null, 'Directus user', p_email);
  return found_user;
end
$$;
