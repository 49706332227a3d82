-- Statement trigger of directus_activity: Directus notes who did something in the transaction in which it does it, so a
-- write of the same transaction to the same item was theirs. What it does not note stays unattributed. It never fails.
create or replace function attribute_writes() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  ids bigint[];
  users uuid[];
  collections text[];
  items text[];
begin
  if tg_relid is distinct from to_regclass(format('%I.directus_activity', :'directus_schema'))::oid then
    return null;
  end if;
  begin
    select array_agg(c.id::bigint), array_agg(c."user"::uuid), array_agg(c.collection::text), array_agg(c.item::text)
      into ids, users, collections, items
      from changed_rows c;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  perform :"schema".note_attribution(ids, users, collections, items);
  return null;
exception
  when others then
    raise log 'One-Roof: writes cannot be attributed: %', sqlerrm;
    return null;
end
$$;
