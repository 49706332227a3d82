-- Row trigger of directus_collections, directus_fields and directus_relations: Directus's Data Model, `schema apply` and SQL
-- all write there what a schema is. Refuses what the guards have something against, and records what concerns governed
-- collections. Arguments: the strictest mode of the deployment, for the case that the guard itself fails.
create function guard_schema() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  was jsonb := '{}';
  will jsonb := '{}';
  row_written jsonb;
  touched text[];
  touched_collection text;
  act text := 'schema';
  mode text;
  finding text;
  permit text;
begin
  perform require_plain_tables(tg_table_name);
  if tg_op <> 'INSERT' then
    was := to_jsonb(old);
  end if;
  if tg_op <> 'DELETE' then
    will := to_jsonb(new);
  end if;
  if was = will then
    return null;
  end if;
  row_written := case when tg_op = 'DELETE' then was else will end;

  case tg_table_name
    when 'directus_relations' then
      -- The collection that has the column; the other one too, where it shows the relation as a field.
      touched := array[was ->> 'many_collection', will ->> 'many_collection',
        case when was ->> 'one_field' is not null then was ->> 'one_collection' end,
        case when will ->> 'one_field' is not null then will ->> 'one_collection' end];
    else
      touched := array[was ->> 'collection', will ->> 'collection'];
  end case;
  if tg_table_name = 'directus_collections' and tg_op = 'INSERT' then
    act := 'new';
  end if;

  for touched_collection in select distinct c from unnest(touched) as c where c is not null order by c loop
    mode := guard_mode(touched_collection);
    -- A folder is no collection.
    continue when mode = 'off' or (act = 'new' and to_regclass(format('%I.%I', tg_table_schema, touched_collection)) is null);

    finding := guard_finding(act, touched_collection);
    permit := case when finding is not null then guard_permit(act, touched_collection) end;
    if finding is not null and permit is null and mode = 'enforce' then
      perform refuse_by_guard(finding, touched_collection);
    end if;

    if finding is not null or exists (
      select from collection_registry where collection_name = touched_collection and governance_role in ('governed', 'locked')
    ) then
      insert into governed_write (kind, collection, relation, item, operation, subject, finding, permit, application)
        values (
          'schema', touched_collection, tg_table_name,
          row_written ->> case tg_table_name when 'directus_collections' then 'collection' else 'id' end,
          case tg_op when 'INSERT' then 'create' else lower(tg_op) end,
          case tg_table_name
            when 'directus_fields' then 'field ' || (row_written ->> 'field')
            when 'directus_relations' then 'relation ' || (row_written ->> 'many_field')
            else 'collection'
          end,
          finding, permit, current_setting('application_name'));
    end if;
    if finding is null or permit is not null then
      perform accept_structure(touched_collection);
    end if;
    -- Dropped and created again, a collection has lost its guard: it gets it back at once, where the owner of our schema may.
    if act = 'new' then
      begin
        perform arm_table_guard(touched_collection);
      exception
        when others then
          raise log 'One-Roof: the guard of % was not armed: %', touched_collection, sqlerrm;
      end;
    end if;
  end loop;
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
