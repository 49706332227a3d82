-- What names a row of a table: the values of its primary key, in the order of the key, separated by `/`.
create or replace function row_key(p_relation oid, p_row jsonb) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select string_agg(p_row ->> a.attname, '/' order by k.place)
  from pg_index i
  cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (attnum, place)
  join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
  where i.indrelid = p_relation and i.indisprimary
$$;
