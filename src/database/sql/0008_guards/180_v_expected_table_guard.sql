-- The triggers that the modes ask for on Directus's tables, and what each has to be: the one list, which arming, the gate and
-- uninstalling go by.
--   governed and locked collections   every write is recorded, or refused
--   directus_files                    uploads are recorded: they are what governed items are made of
--   directus_collections|fields|relations   changes of schema
--   directus_activity                 who did it
--   directus_users                    where somebody holds a seat: what they prove themselves with was changed
create view v_expected_table_guard as
with strictest as (
  select case when bool_or(mode = 'enforce') then 'enforce' else 'observe' end as mode
  from governance_enforcement having bool_or(mode <> 'off')
),
guarded as (
  select r.collection_name as relation, 'items' as form, m.mode, case when w.collection_name is null then 'free' else 'owned' end as rule
  from collection_registry r
  join v_guard_mode m on m.collection_name = r.collection_name and m.mode <> 'off'
  left join governance_write_rule w on w.collection_name = r.collection_name
  where r.governance_role in ('governed', 'locked') and exists (select from strictest)
  union all
  select 'directus_files' as relation, 'items' as form, 'observe' as mode, 'free' as rule from strictest
  union all
  select unnest(array['directus_collections', 'directus_fields', 'directus_relations']) as relation, 'schema' as form, mode, null as rule from strictest
  union all
  select 'directus_activity' as relation, 'activity' as form, mode, null as rule from strictest
  union all
  select 'directus_users' as relation, 'credentials' as form, null as mode, null as rule
  where exists (select from governance_seat)
)
select
  c.relation_id,
  g.relation,
  t.trigger_name,
  t.event,
  t.function_name,
  -- As PostgreSQL keeps it: 1 for each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate.
  t.tgtype::smallint as tgtype,
  array_remove(array[g.mode, g.rule, case when g.form = 'items' then k.key_column end], null) as arguments
from guarded g
cross join lateral (
  select c.oid as relation_id from pg_class c
  where c.oid = to_regclass(format('%I.%I', :'directus_schema', g.relation)) and c.relkind in ('r', 'p')
) c
left join lateral (
  select a.attname::text as key_column
  from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
  where i.indrelid = c.relation_id and i.indisprimary
) k on true
join (
  values
    ('items', 'one_roof_insert', 'after insert', 'guard_items', 4),
    ('items', 'one_roof_update', 'after update', 'guard_items', 16),
    ('items', 'one_roof_delete', 'after delete', 'guard_items', 8),
    ('items', 'one_roof_truncate', 'before truncate', 'guard_items', 34),
    ('schema', 'one_roof_schema', 'after insert or update or delete', 'guard_schema', 29),
    ('schema', 'one_roof_schema_truncate', 'before truncate', 'guard_schema_truncate', 34),
    ('activity', 'one_roof_attribution', 'after insert', 'attribute_writes', 4),
    ('credentials', 'one_roof_credentials', 'after update', 'note_credential_change', 17)
) as t (form, trigger_name, event, function_name, tgtype) on t.form = g.form;
