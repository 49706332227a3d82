-- Table rule of used approvals: only what people ratified is used, and who used it, and when, is not the writer's to
-- say.
create or replace function consumed_approval_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if not request_is_ratified(new.request_code)
    -- A release used its window for it in this transaction, and may end after the request expires.
    and not exists (
      select from governance_release r
      where r.request_code = new.request_code and r.status = 'ratified' and r.run_xid = pg_current_xact_id())
  then
    raise exception 'Request % is not applied: expected approval and a signature that counts, found status %',
      new.request_code, coalesce(request_status(new.request_code), 'none') using errcode = 'OR059';
  end if;
  new.xid := pg_current_xact_id();
  new.consumed_at := clock_timestamp();
  new.created_by := session_user;
  return new;
end
$$;

create or replace trigger trg_consumed_approval_guard
  before insert on governance_consumed_approval
  for each row execute function consumed_approval_guard();
alter table governance_consumed_approval enable always trigger trg_consumed_approval_guard;
