-- The epoch of what is written here now: the last one, or the next one where this is another place than the last one's.
-- Every event and every ledger row asks for it, so its plan is kept: it is no SQL function.
create or replace function current_epoch() returns integer
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  last governance_epoch;
begin
  select * into last from governance_epoch order by epoch desc limit 1;
  if last.system_identifier = (select system_identifier from pg_control_system())
    and last.db_oid = (select oid from pg_database where datname = current_database())
  then
    return last.epoch;
  end if;
  return coalesce(last.epoch, 0) + 1;
end
$$;
