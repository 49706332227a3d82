-- $1 our schema. One row per domain and composite type.
select
  t.typname::text as name,
  obj_description(t.oid, 'pg_type') as comment,
  t.typtype = 'd' as "isDomain",
  case t.typtype
    when 'd' then concat_ws(' ', format_type(t.typbasetype, t.typtypmod), (
      select string_agg(pg_get_constraintdef(k.oid, true), ' ' order by k.conname collate "C")
      from pg_constraint k where k.contypid = t.oid and k.contype = 'c'))
    else '(' || (
      select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
      from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) || ')'
  end as definition
from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
where n.nspname = $1 and (t.typtype = 'd' or c.relkind = 'c')
order by t.typname collate "C"
