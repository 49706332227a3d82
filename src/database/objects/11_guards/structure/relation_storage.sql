-- What a change of a table past its triggers cannot keep still, of each of these tables and of the ones whose rows are
-- theirs: which table it is, in which file its rows are, which column has which name, what a column holds where nothing
-- is stored.
--   table   its oid: dropped and created again, restored, attached
--   file    its file node: ALTER TABLE … TYPE … USING writes each row anew, VACUUM FULL and CLUSTER too
--   column  its number, which a column never gets back; its type
create or replace function relation_storage(p_relations oid[]) returns table (relation oid, storage jsonb)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  with recursive tree as (
    select r as root, r as id from unnest(p_relations) as r
    union
    select t.root, i.inhrelid from tree t join pg_inherits i on i.inhparent = t.id
  ),
  named as (
    select t.root, c.oid, format('%I.%I', n.nspname, c.relname) as name
    from tree t join pg_class c on c.oid = t.id join pg_namespace n on n.oid = c.relnamespace
  ),
  part (root, name, value) as (
    select root, 'table ' || name, to_jsonb(oid::bigint) from named
    union all
    select root, 'file ' || name, to_jsonb(pg_relation_filenode(oid)::bigint) from named
    union all
    select t.root, 'column ' || t.name || '.' || quote_ident(a.attname),
      jsonb_build_array(a.attnum, a.atttypid::bigint, hashtextextended(a.attmissingval::text, 0))
    from named t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  )
  select root, jsonb_object_agg(name, value) from part group by root
$$;
