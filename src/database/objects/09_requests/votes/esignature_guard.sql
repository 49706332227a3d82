-- Table rule of e-signatures: none stays that binds nobody to anything.
create or replace function esignature_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  if not exists (select from governance_signature s where s.signature_id = new.id) then
    raise exception 'The e-signature of % % is refused: it is not bound to a request', new.first_name, new.last_name
      using errcode = 'OR056';
  end if;
  return null;
end
$$;

drop trigger if exists trg_esignature_bound on os_proposal_approvals;
create constraint trigger trg_esignature_bound
  after insert on os_proposal_approvals
  deferrable initially deferred
  for each row execute function esignature_guard();
alter table os_proposal_approvals enable always trigger trg_esignature_bound;
