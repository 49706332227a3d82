-- Says of the writes of this transaction who did them, as Directus noted it in its activity: see attribute_writes(),
-- which reads it.
create or replace function note_attribution(
  p_ids bigint[], p_users uuid[], p_collections text[], p_items text[]
) returns void
language sql volatile
security definer
set search_path = :"schema", pg_temp
as $$
  update governed_write w
    set activity_id = a.id, user_id = a.user_id
    from unnest(p_ids, p_users, p_collections, p_items) as a (id, user_id, collection, item)
    where w.xid = pg_current_xact_id()
      and w.relation = a.collection
      and w.activity_id is null
      and (w.item is null or w.item = a.item or item_key(key_type(w.relation), w.item) = item_key(key_type(w.relation),
        a.item))
$$;
