-- Statement trigger of directus_activity: Directus notes who did something in the transaction in which it does it, so a write
-- of the same transaction to the same item was theirs. What it does not note stays unattributed. It never fails.
-- A column whose type does not come with PostgreSQL is not read: casting it would run code of the table's owner with our rights.
-- (A trigger reads rows that are handed to it: neither a view nor row security comes between.)
create function attribute_writes() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  update governed_write w
    set activity_id = a.id, user_id = a."user"
    from (
      select
        case when pg_typeof(c.id)::oid < 16384 then c.id::bigint end as id,
        case when pg_typeof(c."user")::oid < 16384 then c."user"::uuid end as "user",
        case when pg_typeof(c.collection)::oid < 16384 then c.collection::text end as collection,
        case when pg_typeof(c.item)::oid < 16384 then c.item::text end as item
      from changed_rows c
    ) a
    where w.xid = pg_current_xact_id()
      and w.relation = a.collection
      and w.activity_id is null
      and (w.item is null or w.item = a.item or item_key(w.item) = item_key(a.item));
  return null;
exception
  when others then
    raise log 'One-Roof: writes cannot be attributed: %', sqlerrm;
    return null;
end
$$;
