-- $1 our schema, $2 the oid of directus_collections. One row: what surrounds our schema and can undo what it guards.
-- Nothing of ours is assumed to exist.
select
  pg_catalog.current_database()::text as database,
  pg_catalog.current_setting('server_version') as postgresql,
  current_user::text as asked_by,
  pg_catalog.pg_get_userbyid(ours.nspowner)::text as schema_owner,
  -- Who can become the owner, and how.
  array(
    select pg_catalog.format('role %I, which owns the tables of Directus, can become the owner', d.rolname)
    from pg_catalog.pg_roles d where d.oid = c.relowner and pg_catalog.pg_has_role(d.oid, ours.nspowner, 'member')
    union all
    select pg_catalog.format('role %I, which owns the tables of Directus, can become one_roof_gateway, whose functions the owner runs', d.rolname)
    from pg_catalog.pg_roles d where d.oid = c.relowner
      and pg_catalog.pg_has_role(d.oid, pg_catalog.to_regrole('one_roof_gateway'), 'member')
      and not pg_catalog.pg_has_role(d.oid, ours.nspowner, 'member')
    union all
    select pg_catalog.format('role %I, which owns the tables of Directus, may create roles and so grant itself the owner', d.rolname)
    from pg_catalog.pg_roles d
    where d.oid = c.relowner and d.rolcreaterole and not d.rolsuper
      and pg_catalog.current_setting('server_version_num')::integer < 160000
    union all
    select pg_catalog.format('role %I, which asks, can become the owner', session_user)
    where session_user <> pg_catalog.pg_get_userbyid(ours.nspowner)
      and pg_catalog.pg_has_role(session_user, ours.nspowner, 'member')
      and session_user <> pg_catalog.pg_get_userbyid(c.relowner)
  ) as can_become_owner,
  -- In a session of role replica foreign keys do not hold, nor do triggers that are not ENABLE ALWAYS.
  array(
    select pg_catalog.concat_ws(' ', 'session_replication_role =',
      pg_catalog.current_setting('session_replication_role'), 'in this session')
    where pg_catalog.current_setting('session_replication_role') <> 'origin'
    union all
    select pg_catalog.concat_ws(' ', setting, 'for',
      coalesce('role ' || pg_catalog.quote_ident(r.rolname), 'every role'),
      'in', case s.setdatabase when 0 then 'every database' else 'this database' end)
    from pg_catalog.pg_db_role_setting s
    left join pg_catalog.pg_roles r on r.oid = s.setrole
    cross join pg_catalog.unnest(s.setconfig) as setting
    where setting ~ '^session_replication_role=' and setting <> 'session_replication_role=origin'
      and s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database()))
  ) as replica_settings
from (select 1) as one_row
left join pg_catalog.pg_class c on c.oid = $2::oid
left join pg_catalog.pg_namespace ours on ours.nspname = $1
