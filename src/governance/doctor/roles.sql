-- $1 whether one_roof_owner owns our schema. One row per thing about our roles that is not as roles.sql and separated-mode.sql leave it.
with ours as (
  select * from pg_roles where rolname in ('one_roof_reader', 'one_roof_operator', 'one_roof_runtime') or ($1::boolean and rolname = 'one_roof_owner')
),
attribute as (
  select rolname, a.name
  from ours
  cross join lateral (
    values ('SUPERUSER', rolsuper), ('CREATEROLE', rolcreaterole), ('BYPASSRLS', rolbypassrls), ('REPLICATION', rolreplication)
  ) as a (name, has)
  where a.has
),
membership as (
  select m.rolname, g.rolname as granted
  from pg_auth_members a
  join ours m on m.oid = a.member
  join pg_roles g on g.oid = a.roleid
  where g.rolname not in ('one_roof_reader', 'one_roof_operator', 'one_roof_runtime')
),
directus as (
  select r.oid, r.rolname from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = to_regclass('directus_collections')
)
select rolname::text as role, 'NO' || name as expected, name as found, format('ALTER ROLE %I NO%s;', rolname, name) as sql from attribute
union all
select rolname::text, 'no other role', 'role ' || quote_ident(granted), format('REVOKE %I FROM %I;', granted, rolname) from membership
union all
select needed, format('granted to role %I', d.rolname), case when to_regrole(needed) is null then 'no such role' else 'not granted' end,
  case when to_regrole(needed) is not null then format('GRANT %I TO %I;', needed, d.rolname) end
from directus d
cross join unnest(array['one_roof_reader', 'one_roof_runtime']) as needed
where $1 and not coalesce(pg_has_role(d.oid, to_regrole(needed), 'member'), false)
order by 1, 3
