-- Drops our roles where nothing in the cluster depends on them and the connecting role may. Another database that has
-- One-Roof installed keeps them alive.
do $$
declare
  role_name text;
begin
  foreach role_name in array array[:granted_roles] loop
    begin
      execute pg_catalog.format('drop role if exists %I', role_name);
    exception
      when dependent_objects_still_exist or insufficient_privilege then null;
    end;
  end loop;
end
$$;
