-- The epoch of what is written here now: the last one, or the next one where this is another place than the last one's.
create function current_epoch() returns integer
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case
    when (last.system_identifier, last.db_oid) = (here.system_identifier, d.oid) then last.epoch
    else coalesce(last.epoch, 0) + 1
  end
  from pg_control_system() here
  join pg_database d on d.datname = current_database()
  left join (select * from governance_epoch order by epoch desc limit 1) last on true
$$;
