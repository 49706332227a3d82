-- Mode separated: the role one_roof_owner owns schema one_roof. Directus's role can read it and do what a running Directus
-- must; it cannot change it. Run this once, in Directus's database, as a superuser. Then
--   1. give the owner a password:                  ALTER ROLE one_roof_owner PASSWORD '…';
--   2. take CREATEROLE from Directus's role, if it has it (before PostgreSQL 16 it could make itself the owner);
--   3. migrate as the owner, with a configuration file of its own (see docs/installation.md): one-roof migrate
-- From then on Directus only checks the version when it starts.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['one_roof_owner', 'one_roof_reader', 'one_roof_operator', 'one_roof_runtime'] loop
    if pg_catalog.to_regrole(role_name) is null then
      execute pg_catalog.format('create role %I nologin', role_name);
    end if;
  end loop;
  -- The owner creates its schema here.
  execute pg_catalog.format('grant create on database %I to one_roof_owner', pg_catalog.current_database());
end
$$;

alter role one_roof_owner login;
-- What discovery, the liveness of owners and the identity of ratifiers are made of, and nothing else of Directus.
grant usage on schema :"directus_schema" to one_roof_owner;
grant select on :"directus_schema".directus_collections, :"directus_schema".directus_roles to one_roof_owner;
grant select (id, role, status, email, external_identifier, first_name, last_name, token) on :"directus_schema".directus_users to one_roof_owner;
grant select on :"directus_schema".directus_sessions to one_roof_owner;
grant select (collection, item, action, "user", "timestamp", xmin) on :"directus_schema".directus_activity to one_roof_owner;

grant one_roof_runtime, one_roof_reader to :"directus_role";
