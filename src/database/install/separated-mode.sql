-- Mode separated: the role one_roof_owner owns schema one_roof. Directus's role can read it and do what a running
-- Directus must; it cannot change it. The role one_roof_gateway reads Directus's tables, and owns nothing but the
-- functions that do. Run this once, in Directus's database, as a superuser. Then
--   1. give the owner a password:                  ALTER ROLE one_roof_owner PASSWORD '…';
--   2. take CREATEROLE from Directus's role, if it has it (before PostgreSQL 16 it could make itself the owner);
--   3. migrate as the owner, with a configuration file of its own (see docs/installation.md): one-roof migrate
-- From then on Directus only checks the version when it starts.
do $$
declare
  role_name text;
begin
  foreach role_name in array array[:all_roles] loop
    if pg_catalog.to_regrole(role_name) is null then
      execute pg_catalog.format('create role %I nologin', role_name);
    end if;
  end loop;
  -- The owner creates its schema here.
  execute pg_catalog.format('grant create on database %I to one_roof_owner', pg_catalog.current_database());
end
$$;

-- What the owner may not read, it cannot be made to run: it is a member of the gateway to replace its functions,
-- without its rights.
alter role one_roof_owner login noinherit;
alter role one_roof_gateway nologin;
grant one_roof_gateway to one_roof_owner;
-- The owner of a database may set a search path for everybody; one that is set for the role wins.
do $$
begin
  execute pg_catalog.format('alter role one_roof_owner in database %I set search_path = pg_catalog, %I',
    pg_catalog.current_database(), :'directus_schema');
end
$$;

-- What discovery, the liveness of owners and the identity of ratifiers are made of, and nothing else of Directus. The
-- owner of our schema reads none of it: reading a table can run code of its owner.
grant usage on schema :"directus_schema" to one_roof_owner, one_roof_gateway;
grant select on :"directus_schema".directus_collections, :"directus_schema".directus_roles to one_roof_gateway;
grant select (role, "user", policy) on :"directus_schema".directus_access to one_roof_gateway;
grant select (id, admin_access, ip_access) on :"directus_schema".directus_policies to one_roof_gateway;
grant select (id, role, status, email, external_identifier, first_name, last_name,
  token) on :"directus_schema".directus_users to one_roof_gateway;
grant select on :"directus_schema".directus_sessions to one_roof_gateway;
grant select (id, collection, item, action, "user", "timestamp",
  xmin) on :"directus_schema".directus_activity to one_roof_gateway;

grant one_roof_runtime, one_roof_reader to :"directus_role";
