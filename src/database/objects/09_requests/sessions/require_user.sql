-- The Directus user with this e-mail. Refused if there is none.
create or replace function require_user(p_email text) returns uuid
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  found_user uuid := directus_user(p_email);
begin
  perform require_named(found_user is not null, 'Directus user', p_email);
  return found_user;
end
$$;
