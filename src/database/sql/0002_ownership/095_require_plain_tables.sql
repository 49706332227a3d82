-- Refuses to read tables of Directus with more rights than their owner has, where reading would run code of the owner's:
-- a view, row security, a column of a type of its own. The lock keeps them as they are until the transaction ends.
create function require_plain_tables(variadic p_tables text[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  table_name text;
  relation regclass;
  reason text;
begin
  foreach table_name in array p_tables loop
    relation := to_regclass(format('%I.%I', :'directus_schema', table_name));
    -- What is not there is told by whoever reads it; its very owner reads it with no more than his own rights.
    continue when relation is null or (select c.relowner = current_user::regrole from pg_class c where c.oid = relation);
    -- Locking takes the right to the whole table; where only columns are granted, the reader looks again afterwards.
    if has_table_privilege(relation, 'select') then
      execute format('lock table %s in access share mode', relation);
    end if;
    select
      case
        when c.relkind <> 'r' then 'it is not an ordinary table'
        when c.relrowsecurity then 'it has row security'
        when exists (
          select from pg_attribute a join pg_type t on t.oid = a.atttypid
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and t.typnamespace <> 'pg_catalog'::regnamespace
        ) then 'it has a column of a type that is not built in'
      end
      into reason
    from pg_class c where c.oid = relation;
    if reason is not null then
      raise exception '% is not read with the rights of %: %', relation, current_user, reason
        using errcode = 'OR001',
              hint = 'Reading it would run code of its owner''s as the owner of our schema.';
    end if;
  end loop;
end
$$;
