-- Defers the moves that wait for a release, as they are now. Where none waits, what was deferred is withdrawn.
create or replace function defer_moves(p_excluded text[] default '{}') returns bigint
language sql volatile
set search_path = :"schema", pg_temp
as $$
  select defer_changes(
    'discovery',
    coalesce(jsonb_agg(jsonb_build_object('kind', 'move', 'collection', collection_name, 'group', will)
      order by collection_name), '[]'),
    (array_agg(
      format('%s moves from %s to %s', collection_name, coalesce(was, 'no group'), coalesce(will, 'no group'))
        order by collection_name
    ))[1:100],
    'discovery')
  from waiting_move(p_excluded)
$$;
