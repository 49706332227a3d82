-- Statement trigger of a governed collection's own table, whatever the write came through: refuses what the guards have
-- something against, and records the rest, one row for each item. A statement that wrote nothing is nothing.
-- Arguments: the mode; `owned` where the items need an accountable owner of `execution`, else `free`; the column of the key.
-- It runs with every write: each statement in it takes about 15 µs, and a dynamic one or a call of a function four times that.
create function guard_items() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
-- A collection may have columns of these names.
#variable_conflict use_variable
declare
  -- More items of one statement than this are recorded in one row, without their keys.
  told_apart constant bigint := 10000;
  finding text;
  permit text;
  written bigint;
  leased boolean;
  key_column text;
  what text := case tg_op when 'INSERT' then 'create' else lower(tg_op) end;
begin
  if tg_op <> 'TRUNCATE' then
    select count(*) into written from changed_rows;
    if written = 0 then
      return null;
    end if;
  end if;

  if tg_argv[1] = 'owned' then
    select l.finding, true into finding, leased
    from governance_guard_lease l
    where l.collection_name = tg_table_name
      and l.watermark = (select sum(m.version) from governance_watermark m)
      and l.valid_until > now();
    if leased is null then
      finding := lease_write_finding(tg_table_name);
    end if;
    if finding is not null then
      permit := guard_permit('write', tg_table_name);
      if permit is null and tg_argv[0] = 'enforce' then
        perform refuse_by_guard(finding, tg_table_name);
      end if;
    end if;
  end if;

  if written <= told_apart then
    -- A key of a type of the table's owner is not read: its text would be made by code of theirs, with our rights. Types that
    -- come with PostgreSQL have smaller numbers than any that was made since.
    select a.attname into key_column
    from pg_attribute a
    where a.attrelid = tg_relid and a.attname = tg_argv[2]
      and (a.atttypid < 16384 or (select c.relowner from pg_class c where c.oid = tg_relid) = current_user::regrole);
  end if;
  if key_column is null then
    insert into governed_write (kind, collection, relation, item_count, operation, finding, permit, application)
      values ('item', tg_table_name, tg_table_name, coalesce(written, 0), what, finding, permit, current_setting('application_name'));
  elsif key_column = 'id' then
    -- As below, for nearly every table: planned once in a session.
    insert into governed_write (kind, collection, relation, item, operation, finding, permit, application)
      select 'item', tg_table_name, tg_table_name, w.id::text, what, finding, permit, current_setting('application_name')
      from changed_rows w;
  else
    execute format(
      'insert into governed_write (kind, collection, relation, item, operation, finding, permit, application)
         select ''item'', $1, $1, %I::text, $2, $3, $4, current_setting(''application_name'') from changed_rows', key_column)
      using tg_table_name, what, finding, permit;
  end if;
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
