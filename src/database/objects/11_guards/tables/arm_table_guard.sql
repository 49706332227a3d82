-- Makes the triggers of ours on one table what they should be, see v_table_guard. It takes the lock of the table that a
-- write excludes, for as long as the transaction lasts; so it waits two seconds at most, and a caller arms one table in
-- one transaction. A table outside Directus's schema is named with its own: `archive.agents_2020`. The role that runs
-- it owns the table, which is why this is not SECURITY DEFINER.
create or replace function arm_table_guard(p_relation text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
set lock_timeout = '2s'
as $$
declare
  found record;
  armed regclass := coalesce(
    to_regclass(format('%I.%I', :'directus_schema', p_relation)),
    (select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where format('%I.%I', n.nspname, c.relname) = p_relation));
begin
  for found in
    select t.tgname from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = armed
      and not t.tgisinternal and p.pronamespace = :'schema'::regnamespace and t.tgname like 'one\_roof\_%'
      and t.tgname not in (select trigger_name from v_expected_table_guard where relation_id = armed)
  loop
    execute format('drop trigger %I on %s', found.tgname, armed);
  end loop;

  for found in select * from v_expected_table_guard where relation_id = armed loop
    execute format(
      'create or replace trigger %1$I %2$s on %3$s %4$s for each %5$s execute function %6$I.%7$I(%8$s)',
      found.trigger_name, found.event, armed,
      case
        when found.tgtype in (34, 32, 29, 21, 17) then ''
        when found.tgtype = 8 then 'referencing old table as changed_rows'
        else 'referencing new table as changed_rows'
      end,
      case when found.tgtype in (29, 21, 17) then 'row' else 'statement' end,
      :'schema', found.function_name,
      (select string_agg(quote_literal(a), ', ' order by place)
        from unnest(found.arguments) with ordinality as a (a, place)));
    execute format('alter table %s enable always trigger %I', armed, found.trigger_name);
  end loop;

  perform keep_first_structure(p_relation);
end
$$;
