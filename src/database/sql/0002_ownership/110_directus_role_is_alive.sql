-- Whether somebody can act as this Directus role: it exists, and it or a role below it has an active user.
-- Bound late for the same reason as directus_collection().
create function directus_role_is_alive(p_role uuid) returns boolean
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  users regclass := to_regclass(format('%I.directus_users', :'directus_schema'));
  alive boolean;
begin
  perform :"schema".require_plain_tables('directus_roles', 'directus_users');
  alive := (
    with recursive role_tree as (
      select id from :"directus_schema".directus_roles where id = p_role
      union
      select r.id from :"directus_schema".directus_roles r join role_tree t on r.parent = t.id
    )
    select exists (
      select from :"directus_schema".directus_users u join role_tree t on t.id = u.role where u.status = 'active'
    )
  );
  -- Of directus_users only columns may be granted, so it was not locked: what took its place meanwhile is undone here.
  if exists (select from pg_class where oid = users and (relkind <> 'r' or relrowsecurity) and relowner <> current_user::regrole)
    or users is distinct from to_regclass(format('%I.directus_users', :'directus_schema'))
  then
    raise exception '% changed while it was read', users using errcode = 'OR001';
  end if;
  return alive;
end
$$;
