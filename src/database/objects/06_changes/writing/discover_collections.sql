-- Brings `collection_registry` up to the project: new collections come in as observed, vanished ones are marked, groups
-- follow the plan in force. A move that has to wait for a release is deferred instead, until the collection is moved
-- back. Returns what changed. `p_excluded`: tables Directus is told to ignore.
create or replace function discover_collections(p_excluded text[] default '{}')
returns table (collection_name text, change text)
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
declare
  differences jsonb;
begin
  perform pg_advisory_xact_lock(hashtextextended('one_roof.discover_collections', 0));

  differences := (
    select jsonb_agg(jsonb_build_object(
      'collection_name', d.collection_name, 'change', d.change,
      'group_code', case when w.collection_name is null then d.group_code else w.was end))
    from collection_difference(current_plan(), p_excluded) d
    left join waiting_move(p_excluded) w on w.collection_name = d.collection_name
    where w.collection_name is null or d.change = 'returned');
  perform write_collections(differences);
  perform defer_moves(p_excluded);
  update collection_registry set last_seen_at = now() where missing_since is null;

  return query
    select d.collection_name, d.change
    from jsonb_to_recordset(differences) as d (collection_name text, change text)
    order by d.change, d.collection_name;
end
$$;
