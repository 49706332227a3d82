-- The type of the key of a collection, of a domain the one below it; NULL where there is no such table.
create or replace function key_type(p_collection text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  with recursive type as (
    select t.typname, t.typtype, t.typbasetype
    from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    join pg_type t on t.oid = a.atttypid
    where i.indrelid = to_regclass(format('%I.%I', :'directus_schema', p_collection)) and i.indisprimary
    union all
    select b.typname, b.typtype, b.typbasetype from type t join pg_type b on b.oid = t.typbasetype where t.typtype = 'd'
  )
  select typname::text from type where typtype <> 'd'
$$;
