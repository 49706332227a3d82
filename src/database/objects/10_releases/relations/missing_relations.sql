-- The relations that a release names and that are not there, or that assert something and are not recorded by the
-- ledger. NULL: none.
create or replace function missing_relations(p_manifest jsonb) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select string_agg(relation ->> 'name', ', ')
  from jsonb_path_query(p_manifest, '$.tiers[*].relations[*]') as r (relation)
  where not (relation ->> 'name' = any (added_relations()))
    or relation -> 'asserts' = 'true' and 4 > (
      select count(*) from pg_trigger t
      where t.tgrelid = to_regclass(relation ->> 'name') and t.tgenabled = 'A'
        and t.tgname in ('trg_ledger_insert', 'trg_ledger_update', 'trg_ledger_delete', 'trg_unledgered_truncate'))
$$;
