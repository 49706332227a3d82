-- The same for those who write: notes the place where nobody has yet.
create or replace function start_epoch() returns integer
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  here integer := current_epoch();
begin
  if here > (select coalesce(max(epoch), 0) from governance_epoch) then
    insert into governance_epoch (epoch, system_identifier, db_oid)
      select here, c.system_identifier, d.oid from pg_control_system() c
        join pg_database d on d.datname = current_database()
      on conflict do nothing;
  end if;
  return here;
end
$$;
