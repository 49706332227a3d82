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
      -- One each for insert, update, delete and truncate, which runs in every session.
      select count(distinct t.tgtype) from pg_trigger t
      where t.tgrelid = to_regclass(relation ->> 'name') and t.tgenabled = 'A'
        and t.tgfoid in ('write_ledger()'::regprocedure, 'refuse_change()'::regprocedure))
$$;
