-- What a table is made of, one text per column, constraint and index: what a change of its schema changes.
create or replace function relation_structure(p_relation regclass) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select array_agg(part order by part collate "C")
  from (
    select 'column ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attnotnull then ' not null' else '' end
        || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = p_relation and a.attnum > 0 and not a.attisdropped
    union all
    select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid)
    from pg_constraint where conrelid = p_relation and contype not in ('n', 't')
    union all
    select 'index ' || pg_get_indexdef(indexrelid) from pg_index where indrelid = p_relation
  ) as structure (part)
$$;
