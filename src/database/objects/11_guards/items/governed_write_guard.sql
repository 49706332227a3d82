-- Table rule of governed_write: a row stays as it was written, but for the user, who is added once and in the same
-- transaction; and it stays for 30 days at least (see prune_governed_writes). What its triggers call it for is refused,
-- but for a row that is old enough to go: when it is not to be refused, the triggers do not call it, because every item
-- that is written is attributed.
create or replace function governed_write_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    if old.created_at > now() - interval '30 days' then
      raise exception 'DELETE on governed_write is refused: a write is kept for at least 30 days'
        using errcode = 'OR003';
    end if;
    return old;
  end if;

  raise exception 'UPDATE on governed_write is refused: the writer can only be recorded in the transaction of the write'
    using errcode = 'OR003';
end
$$;

create or replace trigger trg_governed_write_guard
  before delete or update of
    id, xid, kind, collection, relation, item, item_count, operation, subject, finding, permit, application, created_at,
    created_by
  on governed_write
  for each row execute function governed_write_guard();
create or replace trigger trg_governed_write_once
  before update on governed_write
  for each row when (old.activity_id is not null or old.xid <> pg_current_xact_id())
  execute function governed_write_guard();
alter table governed_write enable always trigger trg_governed_write_guard;
alter table governed_write enable always trigger trg_governed_write_once;
