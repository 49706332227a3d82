-- Takes every trigger of One-Roof off the tables of others, with plain psql and whatever state One-Roof is in.
-- PostgreSQL is asked which they are: triggers on a table outside the schema of One-Roof whose function is in it, under
-- whatever name that schema has now.
--
--   psql -f disarm.sql directus
--
-- Run it as the owner of Directus's tables. The gate then says guard_disabled; until `one-roof guard arm`, or the next
-- start of Directus with the extension, puts them back. `one-roof guard mode off` is the way to have none.
do $$
declare
  found record;
begin
  set local lock_timeout = '10s';
  for found in
    select t.tgname, t.tgrelid::pg_catalog.regclass as relation
    from pg_catalog.pg_trigger t
    join pg_catalog.pg_proc p on p.oid = t.tgfoid
    join pg_catalog.pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal
      -- On a partition it is a part of its parent's, and goes with it.
      and t.tgparentid = 0
      and c.relnamespace <> p.pronamespace
      and p.pronamespace in (
        select oid from pg_catalog.pg_namespace where nspname = 'one_roof'
        union all
        select relnamespace from pg_catalog.pg_class where relname = 'governance_ledger' and relkind = 'r')
  loop
    execute pg_catalog.format('drop trigger %I on %s', found.tgname, found.relation);
    raise notice 'dropped % on %', found.tgname, found.relation;
  end loop;
end
$$;
