-- What ratification knows of a Directus user: who they are, in which role, and whether they can act. No row if there is
-- none.
create or replace function directus_person(p_user uuid)
returns table (email text, external_identifier text, first_name text, last_name text, role uuid, active boolean)
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  there boolean := false;
begin
  begin
    select lower(u.email)::text, u.external_identifier::text, u.first_name::text, u.last_name::text, u.role,
      u.status = 'active', true
      into email, external_identifier, first_name, last_name, role, active, there
      from :"directus_schema".directus_users u where u.id = p_user;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  if there then
    return next;
  end if;
end
$$;
