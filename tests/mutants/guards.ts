import { SQL, database, directus } from './mutant.ts';
import type { Mutant } from './mutant.ts';

// prettier-ignore
export const GUARDS_MUTANTS: readonly Mutant[] = [
  // Items of governed collections.
  { guard: 'items of a collection that nobody executes', file: `${SQL}/objects/11_guards/findings/guard_finding.sql`, find: '), \'gap\') = \'gap\'', replace: '), \'gap\') = \'never\'', ...database('guards/guard-items') },
  { guard: 'items refused in enforce', file: `${SQL}/objects/11_guards/items/note_items.sql`, find: 'if permit is null and p_mode = \'enforce\' then', replace: 'if false then', ...database('guards/guard-items') },
  { guard: 'verdicts that are kept when owners change', file: `${SQL}/objects/11_guards/items/note_items.sql`, find: 'and l.watermark = (select sum(m.version) from governance_watermark m)', replace: '', ...database('guards/guard-items') },
  { guard: 'verdicts that are kept when waivers end', file: `${SQL}/objects/11_guards/items/note_items.sql`, find: 'and l.valid_until > now()', replace: '', ...database('guards/guard-items') },
  { guard: 'verdicts that are forged', file: `${SQL}/objects/11_guards/findings/guard_lease_guard.sql`, find: 'if pg_trigger_depth() < 2 then', replace: 'if false then', ...database('guards/guard-items') },
  { guard: 'statements that write nothing', file: `${SQL}/gateway/attachments/guard_items.sql`, find: 'if written = 0 then', replace: 'if false then', ...database('guards/guard-items') },
  { guard: 'Directus going on where a guard fails in observe', file: `${SQL}/gateway/attachments/guard_items.sql`, find: '    if tg_argv[0] = \'enforce\' then\n      raise exception \'The guard of % cannot judge: %\', tg_table_name, sqlerrm', replace: '    if true then\n      raise exception \'The guard of % cannot judge: %\', tg_table_name, sqlerrm', ...database('guards/guard-items') },
  { guard: 'enforce where a guard fails', file: `${SQL}/gateway/attachments/guard_items.sql`, find: '    if tg_argv[0] = \'enforce\' then\n      raise exception', replace: '    if false then\n      raise exception', ...database('guards/guard-items') },
  { guard: 'keys of a type of their own', file: `${SQL}/gateway/attachments/guard_items.sql`, find: 'elsif key_type is not null then', replace: 'elsif false then', ...database('installation/separated-mode') },
  { guard: 'statements of very many items', file: `${SQL}/gateway/attachments/guard_items.sql`, find: 'told_apart constant bigint := 10000;', replace: 'told_apart constant bigint := 100000;', ...database('guards/guard-items') },
  { guard: 'overrides for another collection', file: `${SQL}/objects/11_guards/permits/guard_permit.sql`, find: 'where closed_at is null and expires_at > now() and (collections is null or p_collection = any (collections))', replace: 'where closed_at is null and expires_at > now()', ...database('guards/guard-items') },
  { guard: 'windows for another collection', file: `${SQL}/objects/11_guards/permits/guard_permit.sql`, find: '        and (collections is null or p_collection = any (collections))\n', replace: '\n', ...database('guards/guard-schema') },
  { guard: 'windows for items', file: `${SQL}/objects/11_guards/permits/guard_permit.sql`, find: 'p_act <> \'write\' and closed_at is null', replace: 'closed_at is null', ...database('guards/guard-items') },
  { guard: 'overrides whose time is over', file: `${SQL}/objects/11_guards/permits/guard_permit.sql`, find: 'where closed_at is null and expires_at > now() and (collections', replace: 'where closed_at is null and (collections', ...database('guards/guard-items') },
  { guard: 'guards firing in every session', file: `${SQL}/objects/11_guards/tables/arm_table_guard.sql`, find: '    execute format(\'alter table %s enable always trigger %I\', armed, found.trigger_name);\n', replace: '', ...database('guards/guard-items') },

  // Change windows.
  { guard: 'windows that are changed', file: `${SQL}/objects/11_guards/permits/permit_guard.sql`, find: 'or to_jsonb(new) - ends is distinct from to_jsonb(old) - ends then', replace: 'then', ...database('guards/guard-schema') },
  { guard: 'windows that are opened again', file: `${SQL}/objects/11_guards/permits/permit_guard.sql`, find: 'tg_op = \'DELETE\' or old.closed_at is not null or', replace: 'tg_op = \'DELETE\' or', ...database('guards/guard-schema') },
  { guard: 'windows that begin later', file: `${SQL}/objects/11_guards/permits/permit_guard.sql`, find: '    new.created_at := now();\n', replace: '', ...database('guards/guard-schema') },
  { guard: 'windows that never end', file: `${SQL}/schema/0008_guards/020_governance_change_window.sql`, find: 'and expires_at <= created_at + interval \'7 days\'', replace: '', ...database('guards/guard-schema') },
  { guard: 'overrides that never end', file: `${SQL}/schema/0008_guards/030_governance_override.sql`, find: 'and expires_at <= created_at + interval \'1 day\'', replace: '', ...database('guards/guard-schema') },

  // Schemas.
  { guard: 'locked schemas', file: `${SQL}/objects/11_guards/findings/guard_finding.sql`, find: 'if role = \'locked\' then', replace: 'if false then', ...database('guards/guard-schema') },
  { guard: 'governed schemas without a policy owner', file: `${SQL}/objects/11_guards/findings/guard_finding.sql`, find: 'not in (\'owned_direct\', \'owned_inherited\', \'waived\')', replace: '= \'never\'', ...database('guards/guard-schema') },
  { guard: 'new collections outside any group', file: `${SQL}/objects/11_guards/findings/guard_finding.sql`, find: 'and candidates = \'{}\' and', replace: 'and false and', ...database('guards/guard-schema') },
  { guard: 'schemas refused in enforce', file: `${SQL}/objects/11_guards/data_model/judge_schema_change.sql`, find: 'if finding is not null and permit is null and mode = \'enforce\' then', replace: 'if false then', ...database('guards/guard-schema') },
  { guard: 'fields that leave a collection', file: `${SQL}/objects/11_guards/data_model/note_schema_change.sql`, find: 'touched := array[p_was ->> \'collection\', p_will ->> \'collection\'];', replace: 'touched := array[p_will ->> \'collection\'];', ...database('guards/guard-schema') },
  { guard: 'relations that are shown in a collection', file: `${SQL}/objects/11_guards/data_model/note_schema_change.sql`, find: 'case when p_will ->> \'one_field\' is not null then p_will ->> \'one_collection\' end]', replace: 'null]', ...database('guards/guard-schema') },
  { guard: 'emptying the tables of schemas', file: `${SQL}/objects/11_guards/data_model/note_schema_truncate.sql`, find: 'if p_mode = \'enforce\' and not exists (', replace: 'if false and not exists (', ...database('guards/guard-schema') },
  { guard: 'Directus going on where the guard of schemas fails', file: `${SQL}/gateway/attachments/guard_schema.sql`, find: '    if tg_argv[0] = \'enforce\' then', replace: '    if true then', ...database('guards/guard-items') },
  { guard: 'collections that are created again', file: `${SQL}/objects/11_guards/data_model/judge_schema_change.sql`, find: 'perform arm_table_guard(p_collection);', replace: 'null;', ...database('guards/guard-survival') },
  { guard: 'DDL past the guards', file: `${SQL}/objects/11_guards/structure/v_structure_drift.sql`, find: 't.structure is distinct from s.structure', replace: 'false', ...database('guards/guard-schema') },
  { guard: 'schema changes that leave no row of Directus', file: 'src/hooks/ownership-guard/watch-data-model.ts', find: 'if (change !== null) await noteTableChange(session, change, since);', replace: '', ...directus('guards/data-model') },
  { guard: 'who changes a schema where Directus does not note it', file: 'src/hooks/ownership-guard/watch-data-model.ts', find: 'if (accountability !== null) await noteActivity(session, accountability, since);', replace: '', ...directus('guards/data-model') },
  { guard: 'refusals that Directus does not ask about', file: 'src/hooks/ownership-guard/index.ts', find: 'next(asDirectusError(thrown) ?? thrown)', replace: 'next(thrown)', ...directus('guards/bypass') },
  { guard: 'new tables that are in no group', file: `${SQL}/objects/11_guards/data_model/note_table_change.sql`, find: "perform judge_schema_change('new', p_collection,", replace: "perform judge_schema_change('schema', p_collection,", ...database('guards/guard-data-model') },
  { guard: 'columns that leave no row of Directus', file: `${SQL}/objects/11_guards/data_model/note_table_change.sql`, find: "'schema', p_collection, 'directus_fields',", replace: "'write', p_collection, 'directus_fields',", ...database('guards/guard-data-model') },
  { guard: 'schema changes that are recorded once', file: `${SQL}/objects/11_guards/data_model/note_table_change.sql`, find: "and id > p_since and kind = 'schema' and collection = p_collection", replace: 'and false', ...database('guards/guard-data-model') },
  { guard: 'refusals as Directus tells them', file: 'src/hooks/ownership-guard/index.ts', find: 'asDirectusError(error) ?? error', replace: 'error', ...directus('guards/bypass') },

  // Kin of a table.
  { guard: 'partitions and inheritance children', file: `${SQL}/objects/11_guards/tables/v_expected_table_guard.sql`, find: 'select b.relation, i.inhrelid from below b join pg_inherits i on i.inhparent = b.id', replace: 'select b.relation, b.id from below b', ...database('guards/guard-kin') },
  { guard: 'tables that a governed one is a partition of', file: `${SQL}/objects/11_guards/tables/v_expected_table_guard.sql`, find: 'select a.relation, i.inhparent from above a join pg_inherits i on i.inhrelid = a.id', replace: 'select a.relation, a.id from above a', ...database('guards/guard-kin') },
  { guard: 'triggers that name a collection they share no rows with', file: `${SQL}/gateway/attachments/guard_items.sql`, find: 'if tg_nargs > 3 then', replace: 'if false then', ...database('guards/guard-kin') },
  { guard: 'tables that belong to another role', file: `${SQL}/objects/11_guards/tables/v_foreign_table.sql`, find: "and not pg_has_role(d.relowner, c.relowner, 'usage')", replace: 'and false', ...database('plan/foreign-tables') },

  // Tables that are rewritten.
  { guard: 'tables that are rewritten', file: `${SQL}/objects/11_guards/structure/storage_difference.sql`, find: "when kind = 'file' and", replace: "when false and kind = 'file' and", ...database('guards/guard-rewrites') },
  { guard: 'columns that are replaced', file: `${SQL}/objects/11_guards/structure/storage_difference.sql`, find: "when kind = 'column' and was -> 0 <> becomes -> 0\n        and", replace: "when false and", ...database('guards/guard-rewrites') },
  { guard: 'tables that are replaced', file: `${SQL}/objects/11_guards/structure/storage_difference.sql`, find: "when kind = 'table' then name", replace: "when false then name", ...database('guards/guard-rewrites') },
  { guard: 'rewrites that are accepted in silence', file: `${SQL}/objects/11_guards/structure/accept_structure.sql`, find: 'where cardinality(d.changes) > 0\n', replace: 'where false\n', ...database('guards/guard-rewrites') },
  { guard: 'acknowledgements without an act', file: `${SQL}/objects/11_guards/structure/acknowledge_structure.sql`, find: "perform record_act('guard.acknowledge', 'collection:' || p_collection, to_jsonb(accepted));", replace: '', ...database('guards/guard-rewrites') },

  // Attribution.
  { guard: 'attribution by transaction', file: `${SQL}/objects/11_guards/items/note_attribution.sql`, find: 'w.xid = pg_current_xact_id()\n      and', replace: '', ...database('guards/attribution') },
  { guard: 'attribution by collection', file: `${SQL}/objects/11_guards/items/note_attribution.sql`, find: 'and w.relation = a.collection', replace: '', ...database('guards/attribution') },
  { guard: 'attribution by key', file: `${SQL}/objects/11_guards/items/note_attribution.sql`, find: "or w.item = a.item or item_key(key_type(w.relation), w.item) = item_key(key_type(w.relation),\n        a.item)", replace: 'or true', ...database('guards/attribution') },
  { guard: 'keys that are written otherwise', file: `${SQL}/objects/11_guards/items/item_key.sql`, find: 'then trim_scale(p_item::numeric)::text', replace: 'then p_item', ...database('guards/item-keys') },
  { guard: 'keys that only look alike', file: `${SQL}/objects/11_guards/items/item_key.sql`, find: "p_type in ('int2', 'int4', 'int8', 'numeric') and", replace: '', ...database('guards/item-keys') },
  { guard: 'writes that are attributed afterwards', file: `${SQL}/objects/11_guards/items/governed_write_guard.sql`, find: ' or old.xid <> pg_current_xact_id()', replace: '', ...database('guards/attribution') },
  { guard: 'writes that are rewritten', file: `${SQL}/objects/11_guards/items/governed_write_guard.sql`, find: 'item, item_count,', replace: 'item_count,', ...database('guards/attribution') },
  { guard: 'writes that are deleted early', file: `${SQL}/objects/11_guards/items/governed_write_guard.sql`, find: 'if old.created_at > now() - interval \'30 days\' then', replace: 'if false then', ...database('guards/attribution') },

  // Modes of the guards.
  { guard: 'enforce that would block work', file: `${SQL}/objects/11_guards/modes/enforcement_guard.sql`, find: 'if obstacles > 0 then', replace: 'if false then', ...database('guards/guard-modes') },
  { guard: 'modes that are removed', file: `${SQL}/objects/11_guards/modes/enforcement_guard.sql`, find: 'if tg_op = \'DELETE\' then', replace: 'if false then', ...database('guards/guard-modes') },
  { guard: 'findings before enforce', file: `${SQL}/objects/11_guards/modes/enforcement_obstacle.sql`, find: 'w.finding is not null and w.permit is null and w.created_at', replace: 'false and w.created_at', ...database('guards/guard-modes') },
  { guard: 'guards that were switched off', file: `${SQL}/objects/11_guards/tables/v_table_guard.sql`, find: 'when t.tgenabled <> \'A\' then \'disabled\'', replace: 'when false then \'disabled\'', ...database('guards/guard-modes') },
  { guard: 'guards of another kind', file: `${SQL}/objects/11_guards/tables/v_table_guard.sql`, find: 'or t.tgtype <> e.tgtype', replace: '', ...database('guards/guard-modes') },
  { guard: 'guards with a condition', file: `${SQL}/objects/11_guards/tables/v_table_guard.sql`, find: 'or t.tgqual is not null', replace: '', ...database('guards/guard-modes') },
  { guard: 'guards in another mode', file: `${SQL}/objects/11_guards/tables/v_table_guard.sql`, find: 'or t.tgargs is distinct from f.arguments', replace: '', ...database('guards/guard-modes') },
  { guard: 'open permits behind closed ones', file: 'src/governance/guard/permits.ts', find: 'where closed_at is null and expires_at > now() or id in', replace: 'where id in', ...database('guards/guard-status') },
];
