-- Gives a ledger row its place in the chain. Whatever the caller says about seq, epoch, xid or hashes is replaced.
create function ledger_chain() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  last governance_ledger;
begin
  perform pg_advisory_xact_lock(hashtextextended('one_roof.governance_ledger', 0));
  select * into last from governance_ledger order by seq desc limit 1;

  new.seq := coalesce(last.seq, 0) + 1;
  new.epoch := (select epoch from v_current_environment);
  new.xid := pg_current_xact_id();
  new.session_user_name := session_user;
  new.prev_hash := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  new.hash := sha256(convert_to(
    jsonb_build_array(
      new.seq, new.epoch, extract(epoch from new.at), new.actor, new.actor_kind, new.session_user_name, new.action, new.object,
      new.reason, new.approval_ref, new.before_digest, new.after_digest, new.xid::text, encode(new.prev_hash, 'hex')
    )::text,
    'UTF8'));
  return new;
end
$$;

create trigger trg_ledger_chain
  before insert on governance_ledger
  for each row execute function ledger_chain();
create trigger trg_ledger_append_only
  before update or delete on governance_ledger
  for each row execute function refuse_change();
create trigger trg_ledger_no_truncate
  before truncate on governance_ledger
  for each statement execute function refuse_change();
alter table governance_ledger enable always trigger trg_ledger_chain;
alter table governance_ledger enable always trigger trg_ledger_append_only;
alter table governance_ledger enable always trigger trg_ledger_no_truncate;
