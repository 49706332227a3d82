-- Statement trigger of the same three tables: emptying one of them is a change of every schema at once.
create or replace function guard_schema_truncate() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_table_schema <> :'directus_schema' or tg_table_name not in ('directus_collections', 'directus_fields',
    'directus_relations') then
    raise exception 'it is a trigger of Directus''s own tables, and % is not one of them', tg_relid::regclass;
  end if;
  perform :"schema".note_schema_truncate(tg_table_name, tg_argv[0]);
  return null;
exception
  when others then
    if sqlstate like 'OR04_' or tg_argv[0] = 'enforce' then
      raise;
    end if;
    raise log 'One-Roof: the guard of % cannot judge, and passes: %', tg_table_name, sqlerrm;
    return null;
end
$$;
