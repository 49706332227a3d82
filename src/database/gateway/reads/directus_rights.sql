-- What Directus lets a user do, as far as we ask: whether they are an administrator, and their roles by id and name,
-- own and inherited. A policy that holds from some addresses only makes no administrator here: from where somebody acts
-- is not known.
create or replace function directus_rights(
  p_user uuid
) returns table (is_admin boolean, role_ids uuid[], role_names text[])
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  admin boolean := false;
  ids uuid[] := '{}';
  names text[] := '{}';
begin
  begin
    with recursive own as (
      select u.role as id from :"directus_schema".directus_users u where u.id = p_user
      union
      select r.parent from :"directus_schema".directus_roles r join own o on r.id = o.id
    )
    select coalesce(array_agg(r.id::uuid), '{}'), coalesce(array_agg(r.name::text), '{}') into ids, names
      from :"directus_schema".directus_roles r join own o on o.id = r.id;
    admin := exists (
      select from :"directus_schema".directus_access a
      join :"directus_schema".directus_policies p on p.id = a.policy
      where p.admin_access and coalesce(p.ip_access::text, '') = '' and (a."user" = p_user or a.role = any (ids)));
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  return query select coalesce(admin, false), ids, names;
end
$$;
