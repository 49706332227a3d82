-- Gives the open rows that this transaction sees their places, oldest first, at most `p_limit` of them; returns how
-- many. Only for who holds the lock of the chain.
create or replace function chain_open_rows(p_limit bigint default null) returns bigint
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  open_id bigint;
  chained bigint := 0;
begin
  for open_id in select id from governance_ledger where seq is null order by id limit p_limit loop
    update governance_ledger set seq = 0 where id = open_id; -- the trigger says which
    chained := chained + 1;
  end loop;
  return chained;
end
$$;
