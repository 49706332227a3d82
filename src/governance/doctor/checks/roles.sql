-- $1 whether one_roof_owner owns our schema, $2 the oid of directus_collections, $3 the roles of both modes, $4 those
-- of mode separated, $5 those that Directus's role is granted there. One row per thing about our roles that is not as
-- roles.sql and separated-mode.sql leave it.
with ours as (
  select * from pg_roles where rolname = any ($3) or ($1::boolean and rolname = any ($4))
),
attribute as (
  select rolname, a.name
  from ours
  cross join lateral (
    values ('SUPERUSER', rolsuper), ('CREATEROLE', rolcreaterole), ('BYPASSRLS', rolbypassrls),
      ('REPLICATION', rolreplication)
  ) as a (name, has)
  where a.has
),
membership as (
  select m.rolname, g.rolname as granted
  from pg_auth_members a
  join ours m on m.oid = a.member
  join pg_roles g on g.oid = a.roleid
  where g.rolname <> all ($3)
    -- The owner replaces the gateway's functions as the gateway, and has its rights at no other time.
    and not ($1 and m.rolname = 'one_roof_owner' and g.rolname = 'one_roof_gateway')
),
directus as (
  select r.oid, r.rolname from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = $2::oid
)
select rolname::text as role, 'NO' || name as expected, name as found,
  format('ALTER ROLE %I NO%s;', rolname, name) as sql from attribute
union all
select rolname::text, 'no other role', 'role ' || quote_ident(granted), format('REVOKE %I FROM %I;', granted, rolname)
  from membership
union all
select 'one_roof_gateway', 'a member of it: one_roof_owner alone, without its rights',
  'role ' || quote_ident(m.rolname),
  case when m.rolname = 'one_roof_owner'
    then 'ALTER ROLE one_roof_owner NOINHERIT; REVOKE one_roof_gateway FROM one_roof_owner; GRANT one_roof_gateway TO one_roof_owner;'
    else format('REVOKE one_roof_gateway FROM %I;', m.rolname)
  end
from pg_auth_members a join pg_roles m on m.oid = a.member
where $1 and a.roleid = to_regrole('one_roof_gateway')
  -- From PostgreSQL 16 each membership says whether it gives rights; before, the role does.
  and (m.rolname <> 'one_roof_owner' or coalesce((to_jsonb(a) ->> 'inherit_option')::boolean, m.rolinherit))
union all
select 'one_roof_gateway', 'NOLOGIN', 'LOGIN', 'ALTER ROLE one_roof_gateway NOLOGIN;'
from pg_roles where $1 and rolname = 'one_roof_gateway' and rolcanlogin
union all
select needed, format('granted to role %I', d.rolname),
  case when to_regrole(needed) is null then 'no such role' else 'not granted' end,
  case when to_regrole(needed) is not null then format('GRANT %I TO %I;', needed, d.rolname) end
from directus d
cross join unnest($5::text[]) as needed
where $1 and not coalesce(pg_has_role(d.oid, to_regrole(needed), 'member'), false)
order by 1, 3
