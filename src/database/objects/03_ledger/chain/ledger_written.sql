-- Fills in what a writer of the ledger has no say in: when, where, by which session and transaction, and the digest. A
-- new row is open, whatever its writer says of its place.
create or replace function ledger_written() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  new.epoch := start_epoch();
  new.at := clock_timestamp();
  new.session_user_name := session_user;
  new.xid := pg_current_xact_id();
  new.seq := null;
  new.prev_hash := null;
  new.hash := null;
  new.content := ledger_content(new);
  new.digest := sha256(convert_to(new.content, 'UTF8'));
  return new;
end
$$;

create or replace trigger trg_ledger_written
  before insert on governance_ledger
  for each row execute function ledger_written();
alter table governance_ledger enable always trigger trg_ledger_written;
