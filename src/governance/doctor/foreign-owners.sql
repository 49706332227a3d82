-- $1 our schema. One row per function or type in it that does not belong to the owner of the schema, who can change it at will.
-- Of relations that is found before: see inspect-installation.sql.
select o.type || ' ' || o.identity as object, pg_get_userbyid(n.nspowner)::text as expected, pg_get_userbyid(owned.owner)::text as found
from pg_namespace n
cross join lateral (
  select 'pg_proc'::regclass as classid, p.oid, p.proowner as owner from pg_proc p where p.pronamespace = n.oid
  union all
  select 'pg_type'::regclass, t.oid, t.typowner from pg_type t where t.typnamespace = n.oid and t.typtype in ('d', 'e')
) owned
cross join lateral pg_identify_object(owned.classid, owned.oid, 0) o
where n.nspname = $1 and owned.owner <> n.nspowner
order by 1
