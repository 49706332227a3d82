-- The events after a cursor (epoch, xid, position), in the order of their commits, at most `p_limit`. Only what stands
-- before the fence: every transaction below it has ended, so nothing can still appear before what was read. `position >
-- last` would skip whoever started first and committed last. The epochs that are over have no fence: all of theirs has
-- come.
create or replace function read_events(p_epoch integer default 0, p_xid xid8 default '0', p_position bigint default 0,
  p_limit bigint default 500)
returns setof event_outbox
language sql stable
set search_path = :"schema", pg_temp
as $$
  select *
  from event_outbox
  where (epoch, xid, position) > (p_epoch, p_xid, p_position)
    and (epoch < current_epoch() or xid < pg_snapshot_xmin(pg_current_snapshot()))
  order by epoch, xid, position
  limit p_limit
$$;
