-- Statement trigger of a governed collection's own table, whatever the write came through: hands on what was written,
-- see note_items(), which refuses it or records it. A statement that wrote nothing is nothing.
-- Arguments: the mode; `owned` where the items need an accountable owner of `execution`, else `free`; the column of the
-- key; and, on a table that only shares rows with a collection (a partition, an inheritance child or parent), that
-- collection. It runs with every write: each statement in it takes about 15 µs, and a dynamic one or a call of a
-- function four times that.
create or replace function guard_items() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- A collection may have columns of these names.
#variable_conflict use_variable
declare
  -- More items of one statement than this are recorded in one row, without their keys.
  told_apart constant bigint := 10000;
  written bigint;
  keys text[];
  key_type oid;
  what text := case tg_op when 'INSERT' then 'create' else lower(tg_op) end;
begin
  if tg_nargs > 3 then
    -- Detached since it was armed: no table of that collection any more.
    if not exists (
      with recursive
        root as (select to_regclass(format('%I.%I', :'directus_schema', tg_argv[3]))::oid as id),
        above as (
          select id from root
          union select i.inhparent from above a join pg_inherits i on i.inhrelid = a.id),
        own as (
          select tg_relid as id
          union select i.inhparent from own o join pg_inherits i on i.inhrelid = o.id)
      select from above where id = tg_relid
      union all
      select from own join root on root.id = own.id
    ) then
      return null;
    end if;
  elsif tg_table_schema <> :'directus_schema' then
    raise exception 'it is a trigger of tables in schema %, and % is in %', :'directus_schema', tg_table_name,
      tg_table_schema;
  end if;
  if tg_op <> 'TRUNCATE' then
    select count(*) into written from changed_rows;
    if written = 0 then
      return null;
    end if;
  end if;

  if written <= told_apart then
    select a.atttypid into key_type from pg_attribute a where a.attrelid = tg_relid and a.attname = tg_argv[2];
    -- Types that come with PostgreSQL have smaller numbers than any that was made since: making a text of these runs no
    -- code of others.
    if key_type < 16384 and tg_argv[2] = 'id' then
      -- As below, for nearly every table: planned once in a session.
      select array_agg(w.id::text) into keys from changed_rows w;
    elsif key_type < 16384 then
      execute format('select array_agg(w.%I::text) from changed_rows w', tg_argv[2]) into keys;
    elsif key_type is not null then
      begin
        execute format('select array_agg(w.%I::text) from changed_rows w', tg_argv[2]) into keys;
        raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
      exception
        when sqlstate 'ORU01' then null;
      end;
    end if;
  end if;
  perform :"schema".note_items(
    coalesce(tg_argv[3], tg_table_name), what, tg_argv[0], tg_argv[1], coalesce(written, 0), keys,
    case when tg_table_schema = :'directus_schema' then tg_table_name
      else format('%I.%I', tg_table_schema, tg_table_name) end);
  return null;
exception
  when others then
    if sqlstate like 'OR04_' then
      raise;
    end if;
    -- The guard itself fails: a broken schema of ours, a lost privilege. Nothing of ours is called here.
    if tg_argv[0] = 'enforce' then
      raise exception 'The guard of % cannot judge: %', tg_table_name, sqlerrm
        using errcode = 'OR045',
              hint = 'Repair the schema of One-Roof (see `one-roof status`). disarm.sql of the package takes the guards away.';
    end if;
    raise log 'One-Roof: the guard of % cannot judge, and passes: %', tg_table_name, sqlerrm;
    return null;
end
$$;
