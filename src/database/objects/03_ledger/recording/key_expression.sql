-- The primary key of a table as an expression over a row `t` of it, which comes to what row_key() says.
create or replace function key_expression(p_relation oid) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select 'concat_ws(''/'', ' || string_agg(format('t.%I', k.name), ', ' order by k.place) || ')'
  from unnest(primary_key(p_relation)) with ordinality as k (name, place)
$$;
