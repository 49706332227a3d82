-- Statement trigger of directus_activity: Directus notes who did something in the transaction in which it does it, so a write
-- of the same transaction to the same item was theirs. What it does not note stays unattributed. It never fails.
create function attribute_writes() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  perform require_plain_tables('directus_activity');
  update governed_write w
    set activity_id = a.id, user_id = a."user"
    from changed_rows a
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
