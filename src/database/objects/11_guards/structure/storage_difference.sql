-- What became of tables between two of their storages, see relation_storage(), in words. A column that was added or
-- dropped is told by the structure; VACUUM FULL, CLUSTER and a move to another tablespace rewrite as well as a change
-- of every row, so a rewrite is called that and nothing else.
create or replace function storage_difference(p_was jsonb, p_is jsonb) returns text[]
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select coalesce(array_agg(said order by said), '{}')
  from (
    select case
      when kind = 'table' and was is null then name || ' was attached or created'
      when kind = 'table' and becomes is null then name || ' was detached or dropped'
      when kind = 'table' then name || ' was dropped and created again, or restored'
      when kind = 'file' and p_was -> ('table ' || name) = p_is -> ('table ' || name) then name || ' was rewritten'
      when kind = 'column' and was -> 0 <> becomes -> 0
        and p_was -> ('table ' || name_of_table) = p_is -> ('table ' || name_of_table)
        then name || ' is another column: dropped and added again, or renamed'
      when kind = 'column' and was -> 1 <> becomes -> 1 then name || ' has another type'
      when kind = 'column' and was -> 0 = becomes -> 0 and was -> 2 <> becomes -> 2 and becomes -> 2 <> 'null' and
        p_was -> ('file ' || name_of_table) = p_is -> ('file ' || name_of_table)
        then name || ' has another value where none is stored'
    end as said
    from (
      select
        split_part(key, ' ', 1) as kind,
        substr(key, strpos(key, ' ') + 1) as name,
        -- Of a column: its table, which ends where the quoted or plain name of the column begins.
        regexp_replace(substr(key, strpos(key, ' ') + 1), '\.("([^"]|"")*"|[^".]*)$', '') as name_of_table,
        w.value as was,
        i.value as becomes
      from jsonb_each(p_was) w full join jsonb_each(p_is) i using (key)
      where w.value is distinct from i.value
    ) as changed
  ) as told
  where said is not null
$$;
