-- $1 our schema. One row per function. Its text is that of CREATE FUNCTION.
select
  p.proname::text as name,
  p.pronargs as "argumentCount",
  pg_get_function_arguments(p.oid) as arguments,
  pg_get_function_result(p.oid) as result,
  obj_description(p.oid, 'pg_proc') as comment,
  pg_get_functiondef(p.oid) as text,
  p.prosecdef as "runsAsOwner",
  case when p.proowner <> n.nspowner then pg_get_userbyid(p.proowner)::text end as owner,
  (
    select coalesce(jsonb_agg(distinct case e.grantee when 0 then 'PUBLIC' else pg_get_userbyid(e.grantee)::text end), '[]')
    from aclexplode(p.proacl) e where e.grantee <> p.proowner
  ) as callers
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = $1 and p.prokind in ('f', 'p')
order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"
