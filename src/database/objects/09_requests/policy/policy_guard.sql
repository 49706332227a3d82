-- Table rule of policies: the first comes with the first seats; each further one is exactly what a request asked for
-- that the people of the policy before it ratified.
create or replace function policy_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  asked approval_requests;
begin
  if new.approval_ref = 'BOOTSTRAP' then
    if exists (select from governance_policy) then
      raise exception 'The policy cannot be started again: it is changed by a request that the seat holders ratify'
        using errcode = 'OR060';
    end if;
  else
    asked := require_applied_by('one-roof:delegate_authority', new.approval_ref);
    if not exists (select from delegated_changes(asked) c where c = change_of(new)) then
      raise exception 'The policy is refused: request % ratified %, found %', new.approval_ref,
        asked.proposed_action -> 'policy', change_of(new) - 'change'
        using errcode = 'OR060';
    end if;
  end if;
  new.xid := pg_current_xact_id();
  return new;
end
$$;

create or replace trigger trg_policy_guard
  before insert on governance_policy
  for each row execute function policy_guard();
alter table governance_policy enable always trigger trg_policy_guard;
