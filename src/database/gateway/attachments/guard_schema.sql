-- Row trigger of directus_collections, directus_fields and directus_relations: Directus's Data Model, `schema apply`
-- and SQL all write there what a schema is. Hands on what was written, see note_schema_change(), which refuses it or
-- records it. Arguments: the strictest mode of the deployment, for the case that the guard itself fails.
create or replace function guard_schema() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  was jsonb := '{}';
  will jsonb := '{}';
  is_read boolean := false;
begin
  if tg_table_schema <> :'directus_schema' or tg_table_name not in ('directus_collections', 'directus_fields',
    'directus_relations') then
    raise exception 'it is a trigger of Directus''s own tables, and % is not one of them', tg_relid::regclass;
  end if;
  begin
    if tg_op <> 'INSERT' then
      was := to_jsonb(old);
    end if;
    if tg_op <> 'DELETE' then
      will := to_jsonb(new);
    end if;
    is_read := true;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  if not is_read then
    raise exception 'what was written cannot be read';
  end if;
  if was <> will then
    perform :"schema".note_schema_change(tg_table_name, tg_op, was, will);
  end if;
  return null;
exception
  when others then
    if sqlstate like 'OR04_' then
      raise;
    end if;
    -- As in guard_items(): the guard itself fails.
    if tg_argv[0] = 'enforce' then
      raise exception 'The guard of % cannot judge: %', tg_table_name, sqlerrm
        using errcode = 'OR045',
              hint = 'Repair the schema of One-Roof (see `one-roof status`). disarm.sql of the package takes the guards away.';
    end if;
    raise log 'One-Roof: the guard of % cannot judge, and passes: %', tg_table_name, sqlerrm;
    return null;
end
$$;
