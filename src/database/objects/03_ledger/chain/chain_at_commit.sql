-- At the end of a transaction that wrote to the ledger: chains its rows, and whatever others left open, unless somebody
-- else is doing that now. Nobody waits, because the chain is locked until a commit has reached the disk: with waiting
-- there would be one commit per flush. What is left open is chained by the next who comes, at the latest by
-- chain_ledger().
create or replace function chain_at_commit() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  entry record;
begin
  select l.seq, d.ledger_id into entry
  from governance_ledger l left join governance_ledger_detail d on d.ledger_id = l.id where l.id = new.id;
  if entry.ledger_id is null then
    raise exception 'a ledger row is written by record_act(), with its detail'
      using errcode = 'OR021';
  end if;
  -- A transaction on an old snapshot cannot see the head of the chain.
  if entry.seq is null
    and current_setting('transaction_isolation') = 'read committed'
    and pg_try_advisory_xact_lock(hashtextextended('one_roof.governance_ledger', 0))
  then
    perform chain_open_rows(500);
  end if;
  return null;
end
$$;

drop trigger if exists trg_ledger_chain_at_commit on governance_ledger;
create constraint trigger trg_ledger_chain_at_commit
  after insert on governance_ledger
  deferrable initially deferred
  for each row execute function chain_at_commit();
alter table governance_ledger enable always trigger trg_ledger_chain_at_commit;
