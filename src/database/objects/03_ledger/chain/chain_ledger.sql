-- Chains every committed row that is still open; waits for whoever is doing that now. Returns how many there were. To
-- be run on its own: the chain stays locked until the transaction ends.
create or replace function chain_ledger() returns bigint
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
begin
  if not exists (select from governance_ledger where seq is null) then
    return 0;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('one_roof.governance_ledger', 0));
  return chain_open_rows();
end
$$;
