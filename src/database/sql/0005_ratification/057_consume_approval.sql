-- Uses an approval, once and for good. What one transaction carries out by one request uses it together.
create function consume_approval(p_code text, p_handler text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  -- It is proven once: what it does may end the seats of those who ratified it.
  insert into governance_consumed_approval (request_code, handler_ref)
    select p_code, p_handler where not exists (select from governance_consumed_approval c where c.request_code = p_code)
    on conflict do nothing;
  if exists (select from governance_consumed_approval c where c.request_code = p_code and c.xid <> pg_current_xact_id()) then
    raise exception 'Request % is not carried out: it was carried out before', p_code
      using errcode = 'OR053', hint = 'An approval is used once. File a new request.';
  end if;
end
$$;

-- Guard of used approvals: only what people ratified is used, and who used it, and when, is not the writer's to say.
create function consumed_approval_guard() returns trigger
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
    raise exception 'Request % is not carried out: expected approval and a signature that counts, found status %',
      new.request_code, coalesce(request_status(new.request_code), 'none') using errcode = 'OR059';
  end if;
  new.xid := pg_current_xact_id();
  new.consumed_at := clock_timestamp();
  new.created_by := session_user;
  return new;
end
$$;

create trigger trg_consumed_approval_guard
  before insert on governance_consumed_approval
  for each row execute function consumed_approval_guard();
create trigger trg_consumed_approval_append_only
  before update or delete on governance_consumed_approval
  for each row execute function refuse_change();
create trigger trg_consumed_approval_no_truncate
  before truncate on governance_consumed_approval
  for each statement execute function refuse_change();
alter table governance_consumed_approval enable always trigger trg_consumed_approval_guard;
alter table governance_consumed_approval enable always trigger trg_consumed_approval_append_only;
alter table governance_consumed_approval enable always trigger trg_consumed_approval_no_truncate;
