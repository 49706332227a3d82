-- Guard of governed_write: a row stays as it was written, but for the user, who is added once and in the same transaction;
-- and it stays for 30 days at least (see prune_governed_writes).
create function governed_write_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    if old.created_at > now() - interval '30 days' then
      raise exception 'DELETE on governed_write is refused: a write is kept for 30 days at least' using errcode = 'OR003';
    end if;
    return old;
  end if;

  if old.activity_id is not null or old.xid <> pg_current_xact_id()
    or to_jsonb(new) - array['activity_id', 'user_id'] is distinct from to_jsonb(old) - array['activity_id', 'user_id']
  then
    raise exception 'UPDATE on governed_write is refused: who wrote is known in the transaction of the write, or not at all'
      using errcode = 'OR003';
  end if;
  return new;
end
$$;

create trigger trg_governed_write_guard
  before update or delete on governed_write
  for each row execute function governed_write_guard();
create trigger trg_governed_write_no_truncate
  before truncate on governed_write
  for each statement execute function refuse_change();
alter table governed_write enable always trigger trg_governed_write_guard;
alter table governed_write enable always trigger trg_governed_write_no_truncate;
