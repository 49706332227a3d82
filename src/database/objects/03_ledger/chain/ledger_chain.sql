-- Gives an open row its place in the chain, the next one, whatever the statement says of it. Nothing else of a row, and
-- nothing at all of a row that has its place, can be updated.
create or replace function ledger_chain() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  last record;
begin
  new.seq := old.seq;
  new.prev_hash := old.prev_hash;
  new.hash := old.hash;
  if old.seq is not null or new is distinct from old then
    raise exception 'UPDATE on governance_ledger is refused: the table is append-only'
      using errcode = 'OR003',
            hint = 'Write a new row that corrects the old one.';
  end if;

  perform pg_advisory_xact_lock(hashtextextended('one_roof.governance_ledger', 0));
  select seq, hash into last from governance_ledger where seq is not null order by seq desc limit 1;
  new.seq := coalesce(last.seq, 0) + 1;
  new.prev_hash := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  new.hash := ledger_hash(new.prev_hash, new.seq, new.digest);
  return new;
end
$$;

create or replace trigger trg_ledger_chain
  before update on governance_ledger
  for each row execute function ledger_chain();
alter table governance_ledger enable always trigger trg_ledger_chain;
