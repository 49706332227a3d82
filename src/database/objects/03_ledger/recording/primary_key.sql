-- The columns of the primary key of a table, in the order of the key.
create or replace function primary_key(p_relation oid) returns text[]
language sql stable
set search_path = :"schema", pg_temp
as $$
  select array_agg(a.attname::text order by k.place)
  from pg_index i
  cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (attnum, place)
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
  where i.indrelid = p_relation and i.indisprimary
$$;
