-- Table rule: a detail is written once. It can only be erased, as a whole, by an act that says so in the ledger,
-- and which rows it told of.
create or replace function ledger_detail_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  erased governance_ledger_detail := row(
    old.ledger_id, null, null, null, null, null, new.erased_at, old.created_at, old.created_by);
begin
  if new.erased_at is null or old.erased_at is not null or new is distinct from erased or not exists (
    select from governance_ledger l join governance_ledger_detail d on d.ledger_id = l.id
    where l.action = 'ledger.erase' and l.object = 'ledger:' || old.ledger_id and l.xid = pg_current_xact_id()
      and d.after is not distinct from ledger_row_keys(old.ledger_id)
  ) then
    raise exception 'UPDATE on governance_ledger_detail is refused: the table is append-only'
      using errcode = 'OR003',
            hint = 'Personal data that must be forgotten is erased by erase_ledger_detail().';
  end if;
  return new;
end
$$;

create or replace trigger trg_ledger_detail_guard
  before update on governance_ledger_detail
  for each row execute function ledger_detail_guard();
alter table governance_ledger_detail enable always trigger trg_ledger_detail_guard;
