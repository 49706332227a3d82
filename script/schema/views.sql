-- $1 our schema. One row per view.
select c.relname::text as name, obj_description(c.oid, 'pg_class') as comment
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = $1 and c.relkind in ('v', 'm')
order by c.relname collate "C"
