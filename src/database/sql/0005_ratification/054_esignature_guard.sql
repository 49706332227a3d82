-- Guard of e-signatures: none stays that binds nobody to anything.
create function esignature_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  if not exists (select from governance_signature s where s.signature_id = new.id) then
    raise exception 'The e-signature of % % is refused: it is bound to no request', new.first_name, new.last_name using errcode = 'OR056';
  end if;
  return null;
end
$$;

create constraint trigger trg_esignature_bound
  after insert on os_proposal_approvals
  deferrable initially deferred
  for each row execute function esignature_guard();
create trigger trg_esignature_append_only
  before update or delete on os_proposal_approvals
  for each row execute function refuse_change();
create trigger trg_esignature_no_truncate
  before truncate on os_proposal_approvals
  for each statement execute function refuse_change();
alter table os_proposal_approvals enable always trigger trg_esignature_bound;
alter table os_proposal_approvals enable always trigger trg_esignature_append_only;
alter table os_proposal_approvals enable always trigger trg_esignature_no_truncate;
