-- Takes every guard of One-Roof off Directus's tables, with plain psql and whatever state One-Roof is in:
--
--   psql -f disarm.sql directus
--
-- Run it as the owner of Directus's tables. The gate then says guard_disabled; until `one-roof guard arm`, or the next start
-- of Directus with the extension, puts them back. `one-roof guard mode off` is the way to have none.
do $$
declare
  found record;
begin
  set local lock_timeout = '10s';
  for found in
    select t.tgname, t.tgrelid::regclass as relation
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_proc p on p.oid = t.tgfoid
    where not t.tgisinternal
      and t.tgname in (
        'one_roof_insert', 'one_roof_update', 'one_roof_delete', 'one_roof_truncate',
        'one_roof_schema', 'one_roof_schema_truncate', 'one_roof_attribution')
      and p.proname in ('guard_items', 'guard_schema', 'guard_schema_truncate', 'attribute_writes')
  loop
    execute pg_catalog.format('drop trigger %I on %s', found.tgname, found.relation);
    raise notice 'dropped % on %', found.tgname, found.relation;
  end loop;
end
$$;
