-- The roles One-Roof grants to. They belong to the cluster, so several databases may create them at once, and a
-- connecting role that may not create roles goes without: reads then run as Directus's own role, READ ONLY all the
-- same.
--   one_roof_reader    reads everything of ours; every read of the extension and the CLI runs as it
--   one_roof_operator  runs releases
--   one_roof_runtime   what Directus's own role is granted in mode separated, where it owns nothing of ours
do $$
declare
  role_name text;
begin
  if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
    return;
  end if;
  foreach role_name in array array[:base_roles] loop
    begin
      execute pg_catalog.format('create role %I nologin', role_name);
    exception
      when duplicate_object or unique_violation then null;
    end;
  end loop;
  begin
    execute pg_catalog.format('grant one_roof_reader to %I', current_user);
  exception
    when insufficient_privilege then null;
  end;
end
$$;
