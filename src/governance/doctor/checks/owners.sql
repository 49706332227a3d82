-- $1 our schema, $2 who owns it in mode separated, $3 the functions that read Directus's tables, which belong to the
-- gateway there. One row per function or type in it that does not belong to whom it should, and that somebody else can
-- change at will. Of relations that is found before: see inspect-installation.sql.
select o.type || ' ' || o.identity as object, owned.expected, pg_get_userbyid(owned.owner)::text as found
from pg_namespace n
cross join lateral (
  select 'pg_proc'::regclass as classid, p.oid, p.proowner as owner,
    case when pg_get_userbyid(n.nspowner) = $2 and p.proname = any ($3) then 'one_roof_gateway'
      else pg_get_userbyid(n.nspowner)::text end as expected
  from pg_proc p where p.pronamespace = n.oid
  union all
  select 'pg_type'::regclass, t.oid, t.typowner, pg_get_userbyid(n.nspowner)::text from pg_type t
    where t.typnamespace = n.oid and t.typtype in ('d', 'e')
) owned
cross join lateral pg_identify_object(owned.classid, owned.oid, 0) o
where n.nspname = $1 and pg_get_userbyid(owned.owner) <> owned.expected
order by 1
