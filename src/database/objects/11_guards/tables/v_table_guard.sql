-- The triggers of ours on Directus's tables, expected or there, and the state of each:
--   armed     as it should be, and fires in every session (ENABLE ALWAYS)
--   missing   lost: the table was dropped and created again, or restored without us
--   disabled  switched off, or no longer fires in every session
--   changed   not the trigger it should be: another mode, another function, a condition
--   leftover  not asked for any more
create or replace view v_table_guard as
select
  coalesce(e.relation, case when n.nspname = :'directus_schema' then c.relname::text
    else format('%I.%I', n.nspname, c.relname) end) as relation,
  coalesce(e.trigger_name, t.tgname::text) as trigger_name,
  case
    when t.oid is null then 'missing'
    when e.trigger_name is null then 'leftover'
    when t.tgfoid <> f.function_id or t.tgtype <> e.tgtype or t.tgqual is not null
      or cardinality(t.tgattr::smallint[]) > 0
      or t.tgargs is distinct from f.arguments then 'changed'
    when t.tgenabled <> 'A' then 'disabled'
    else 'armed'
  end as state
from v_expected_table_guard e
cross join lateral (
  select
    to_regproc(format('%I.%I', :'schema', e.function_name))::oid as function_id,
    coalesce((select string_agg(convert_to(a, 'UTF8') || '\x00'::bytea, ''::bytea order by place)
      from unnest(e.arguments) with ordinality as a (a, place)), ''::bytea) as arguments
) f
full join (
  select t.* from pg_trigger t join pg_proc p on p.oid = t.tgfoid
  where not t.tgisinternal and p.pronamespace = :'schema'::regnamespace and t.tgname like 'one\_roof\_%'
) t on t.tgrelid = e.relation_id and t.tgname = e.trigger_name
left join pg_class c on c.oid = t.tgrelid
left join pg_namespace n on n.oid = c.relnamespace;
