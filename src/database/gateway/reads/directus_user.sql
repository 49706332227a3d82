-- The Directus user with this e-mail; NULL if there is none.
create or replace function directus_user(p_email text) returns uuid
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  found_user uuid;
begin
  begin
    select u.id into found_user from :"directus_schema".directus_users u where lower(u.email) = lower(p_email);
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  return found_user;
end
$$;
