-- One row: how far the outbox has come, what waits for delivery, and what holds readers back. The fence is the oldest
-- transaction of the cluster that still runs, in whatever database; who that is, is NULL where nobody holds it.
create or replace view v_event_lag as
select
  (select count(*) from event_outbox) as events,
  head.epoch as head_epoch,
  head.xid as head_xid,
  head.position as head_position,
  (select count(*) from event_outbox where epoch = current_epoch() and xid >= fence.xmin) as behind_fence,
  (select count(*) from event_delivery where status = 'queued') as queued,
  (select min(created_at) from event_delivery where status = 'queued') as oldest_queued_at,
  (select count(*) from event_delivery where status = 'dead') as dead,
  current_epoch() as epoch,
  fence.xmin as fence_xid,
  -- Everybody may see locks; of the sessions of others only some may see more.
  coalesce(holder.pid::text, prepared.gid) as holder,
  coalesce(activity.usename, prepared.owner)::text as holder_user,
  coalesce(activity.datname, prepared.database)::text as holder_database,
  coalesce(activity.xact_start, prepared.prepared) as holder_since,
  activity.query_start as holder_query_start
from (select pg_snapshot_xmin(pg_current_snapshot()) as xmin) fence
left join (select epoch, xid, position from event_outbox
  order by epoch desc, xid desc, position desc limit 1) head on true
left join pg_locks holder
  on holder.locktype = 'transactionid' and holder.mode = 'ExclusiveLock' and holder.granted
  and holder.transactionid = fence.xmin::xid and holder.pid is not null
left join pg_stat_activity activity on activity.pid = holder.pid
left join pg_prepared_xacts prepared on prepared.transaction = fence.xmin::xid;
