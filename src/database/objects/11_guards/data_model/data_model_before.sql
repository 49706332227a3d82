-- What note_table_change() compares with: the structure of a collection's table now, NULL where there is none, and the
-- last write that is recorded.
create or replace function data_model_before(p_collection text, out structure text[], out last_write bigint)
language sql stable
set search_path = :"schema", pg_temp
as $$
  select relation_structure(to_regclass(format('%I.%I', :'directus_schema', p_collection))),
    coalesce((select max(id) from governed_write), 0)
$$;
