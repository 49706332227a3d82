-- Table rule of the permission: it is asked when the transaction is about to be committed, and the answer is no.
create or replace function refuse_commit() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  raise exception 'a what-if is never committed'
    using errcode = 'OR001',
          hint = 'Roll the transaction back: its changes were only a preview.';
end
$$;

drop trigger if exists trg_what_if_ends on governance_what_if;
create constraint trigger trg_what_if_ends
  after insert on governance_what_if
  deferrable initially deferred
  for each row execute function refuse_commit();
alter table governance_what_if enable always trigger trg_what_if_ends;
