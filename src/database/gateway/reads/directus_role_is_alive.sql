-- Whether somebody can act as this Directus role: it exists, and it or a role below it has an active user.
create or replace function directus_role_is_alive(p_role uuid) returns boolean
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  alive boolean := false;
begin
  begin
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
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  return alive;
end
$$;
