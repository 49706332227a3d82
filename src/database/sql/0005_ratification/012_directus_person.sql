-- What ratification knows of a Directus user: who they are, in which role, and whether they can act. No row if there is none.
-- Bound late, as directus_collection() is.
create function directus_person(p_user uuid)
returns table (email text, external_identifier text, first_name text, last_name text, role uuid, active boolean)
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  perform :"schema".require_plain_tables('directus_users');
  return query
    select lower(u.email)::text, u.external_identifier::text, u.first_name::text, u.last_name::text, u.role, u.status = 'active'
    from :"directus_schema".directus_users u where u.id = p_user;
  -- Where only columns are granted, it could not be locked before; what was read is, so what it is now is what was read.
  perform :"schema".require_plain_tables('directus_users');
end
$$;
