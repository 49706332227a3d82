-- Required collections that were moved to another group in Directus, or came back in one, while that has to wait for a
-- release.
create or replace function waiting_move(p_excluded text[] default '{}')
returns table (collection_name text, was text, will text)
language sql stable
set search_path = :"schema", pg_temp
as $$
  select d.collection_name, r."group"::text, d.group_code
  from collection_difference(current_plan(), p_excluded) d
  join collection_registry r on r.collection_name = d.collection_name
  where changes_wait()
    and r.required_since is not null
    and d.change in ('regrouped', 'returned')
    and r."group" is distinct from d.group_code
$$;
