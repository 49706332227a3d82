-- The triggers that the modes ask for on Directus's tables, and what each has to be: the one list, which arming, the
-- gate and uninstalling go by.
--   governed and locked collections every write is recorded, or refused; also the tables whose rows are theirs
--   (partitions, inheritance
--                                     children), and those that theirs are rows of: a write there names no trigger of
--                                     another table
--   directus_files                    uploads are recorded: they are what governed items are made of
--   directus_collections|fields|relations   changes of schema
--   directus_activity                 who did it
--   directus_users, directus_sessions where somebody holds a seat: what they prove themselves with was changed, or
--   appeared
create or replace view v_expected_table_guard as
with recursive strictest as (
  select case when bool_or(mode = 'enforce') then 'enforce' else 'observe' end as mode
  from governance_enforcement having bool_or(mode <> 'off')
),
guarded as (
  select r.collection_name as relation, 'items' as form, m.mode,
    case when w.collection_name is null then 'free' else 'owned' end as rule
  from collection_registry r
  join v_guard_mode m on m.collection_name = r.collection_name and m.mode <> 'off'
  left join governance_write_rule w on w.collection_name = r.collection_name
  where r.governance_role in ('governed', 'locked') and exists (select from strictest)
  union all
  select 'directus_files' as relation, 'items' as form, 'observe' as mode, 'free' as rule from strictest
  union all
  select unnest(array['directus_collections', 'directus_fields', 'directus_relations']) as relation, 'schema' as form,
    mode, null as rule from strictest
  union all
  select 'directus_activity' as relation, 'activity' as form, mode, null as rule from strictest
  union all
  select relation, form, null as mode, null as rule
  from (values ('directus_users', 'credentials'), ('directus_sessions', 'sessions')) as proof (relation, form)
  where exists (select from governance_seat)
),
root as (
  select g.*, to_regclass(format('%I.%I', :'directus_schema', g.relation))::oid as relation_id from guarded g
),
below (relation, id) as (
  select relation, relation_id from root where form = 'items'
  union
  select b.relation, i.inhrelid from below b join pg_inherits i on i.inhparent = b.id
),
above (relation, id) as (
  select relation, relation_id from root where form = 'items'
  union
  select a.relation, i.inhparent from above a join pg_inherits i on i.inhrelid = a.id
),
-- Of several collections that a table has rows of, the one with the strictest rule; its own before another.
kin as (
  select distinct on (k.id) k.id as relation_id, r.relation as collection, r.form, r.mode, r.rule,
    k.id <> r.relation_id as is_kin, r.relation_id as root_id
  from (select * from below union select * from above) k
  join root r on r.relation = k.relation and r.form = 'items'
  where k.id is not null
  order by k.id, r.mode = 'enforce' desc, r.rule = 'owned' desc, k.id <> r.relation_id, r.relation
),
armed as (
  select * from kin
  union all
  select relation_id, relation, form, mode, rule, false, relation_id from root
    where form <> 'items' and relation_id is not null
)
select
  g.relation_id,
  case when n.nspname = :'directus_schema' then c.relname::text
    else format('%I.%I', n.nspname, c.relname) end as relation,
  t.trigger_name,
  t.event,
  t.function_name,
  -- As PostgreSQL keeps it: 1 for each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate.
  t.tgtype::smallint as tgtype,
  -- The column of the key, as the collection calls it; and the collection, where it is another table's.
  array_remove(array[
    g.mode, g.rule,
    case when g.form = 'items' then case when g.is_kin then coalesce(k.key_column, '') else k.key_column end end,
    case when g.is_kin then g.collection end], null) as arguments
from armed g
join pg_class c on c.oid = g.relation_id and c.relkind in ('r', 'p', 'f')
join pg_namespace n on n.oid = c.relnamespace
left join lateral (
  select a.attname::text as key_column
  from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
  where i.indrelid = g.root_id and i.indisprimary
) k on true
join (
  values
    ('items', 'one_roof_insert', 'after insert', 'guard_items', 4),
    ('items', 'one_roof_update', 'after update', 'guard_items', 16),
    ('items', 'one_roof_delete', 'after delete', 'guard_items', 8),
    ('items', 'one_roof_truncate', 'after truncate', 'guard_items', 32),
    ('schema', 'one_roof_schema', 'after insert or update or delete', 'guard_schema', 29),
    ('schema', 'one_roof_schema_truncate', 'before truncate', 'guard_schema_truncate', 34),
    ('activity', 'one_roof_attribution', 'after insert', 'attribute_writes', 4),
    ('credentials', 'one_roof_credentials', 'after update', 'note_credential_change', 17),
    ('sessions', 'one_roof_sessions', 'after insert or update', 'note_new_session', 21)
) as t (form, trigger_name, event, function_name, tgtype) on t.form = g.form;
