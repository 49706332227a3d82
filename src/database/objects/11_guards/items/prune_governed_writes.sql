-- Forgets writes that are older than the given number of days, 30 at least, in one statement of at most 50,000 rows,
-- oldest first; returns how many. Every scan calls it, so the table is bounded by time.
create or replace function prune_governed_writes(p_keep_days integer) returns bigint
language sql volatile
security definer
set search_path = :"schema", pg_temp
as $$
  with pruned as (
    delete from governed_write
    where id in (
      select id from governed_write
      where created_at < now() - make_interval(days => greatest(p_keep_days, 30))
      order by id limit 50000
    )
    returning 1
  )
  select count(*) from pruned
$$;
