-- $1 our schema, $2 our migration table, $3 the owner role of mode separated. One row, and nothing is assumed to exist:
-- names are qualified, because whoever owns the schemas on the search path could offer functions that fit better.
select
  pg_catalog.current_setting('server_version_num')::integer as server_version,
  pg_catalog.current_setting('server_version') as server_version_text,
  pg_catalog.current_database()::text as database_name,
  current_user::text as role_name,
  directus.nspname::text as directus_schema,
  pg_catalog.has_database_privilege(pg_catalog.current_database()::text, 'CREATE') as may_create_schema,
  pg_catalog.pg_get_userbyid(ours.nspowner)::text as schema_owner,
  -- Ours belongs to the role that owns Directus's tables, to the role that asks, or to the dedicated owner role.
  pg_catalog.pg_get_userbyid(ours.nspowner) in (current_user, pg_catalog.pg_get_userbyid(c.relowner),
    $3) as trusted_owner,
  pg_catalog.pg_has_role(current_user, ours.nspowner, 'member') as may_migrate,
  pg_catalog.has_schema_privilege(ours.oid, 'USAGE') as may_use_schema,
  -- Only where neither the owner of Directus's tables nor the role that asks can become the owner are violations
  -- prevented: a superuser can become anybody, and before PostgreSQL 16 so can, by granting, a role that may create
  -- roles.
  pg_catalog.pg_get_userbyid(ours.nspowner) = $3
    and not pg_catalog.pg_has_role(c.relowner, ours.nspowner, 'member')
    -- Who can become the gateway, could have its functions run as the owner.
    and not coalesce(pg_catalog.pg_has_role(c.relowner, pg_catalog.to_regrole('one_roof_gateway')::pg_catalog.oid,
      'member'), true)
    and not (pg_catalog.current_setting('server_version_num')::integer < 160000
      and (select rolcreaterole from pg_catalog.pg_roles where oid = c.relowner))
    and (session_user = $3 or not pg_catalog.pg_has_role(session_user, ours.nspowner, 'member'))
    as separated,
  array(
    select o.relname::text from pg_catalog.pg_class o where o.relnamespace = ours.oid and o.relowner <> ours.nspowner
      order by 1
  ) as foreign_objects,
  (select pg_catalog.count(*) from pg_catalog.pg_class o where o.relnamespace = ours.oid)
    + (select pg_catalog.count(*) from pg_catalog.pg_proc p where p.pronamespace = ours.oid) as object_count,
  exists (select from pg_catalog.pg_class o where o.relnamespace = ours.oid and o.relname = $2) as has_migration_table
from (select 1) as one_row
-- An operator for exactly these types is PostgreSQL's own; one that fits better could be anybody's.
left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass('directus_collections')::pg_catalog.oid
left join pg_catalog.pg_namespace directus on directus.oid = c.relnamespace
left join pg_catalog.pg_namespace ours on ours.nspname = $1
