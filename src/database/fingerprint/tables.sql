-- $1 a schema. Its tables with their columns (by name, so that the order of creation does not matter) and the columns
-- of the primary key that name a row.
select jsonb_agg(
    jsonb_build_object('table', c.relname, 'columns', columns.names, 'key', coalesce(key.names, '[]'))
      order by c.relname collate "C"
  ) as tables
from pg_class c
join pg_namespace n on n.oid = c.relnamespace and n.nspname = $1
cross join lateral (
  select coalesce(jsonb_agg(a.attname order by a.attname collate "C"), '[]') as names
  from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
) columns
left join lateral (
  select jsonb_agg(a.attname order by a.attname collate "C") as names
  from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
  where i.indrelid = c.oid and i.indisprimary
) key on true
where c.relkind = 'r'
