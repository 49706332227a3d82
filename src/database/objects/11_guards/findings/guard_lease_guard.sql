-- Written by the guards only.
create or replace function guard_lease_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if pg_trigger_depth() < 2 then
    raise exception '% on governance_guard_lease is refused: the guards write it', tg_op using errcode = 'OR003';
  end if;
  return new;
end
$$;

create or replace trigger trg_guard_lease_guard
  before insert or update on governance_guard_lease
  for each row execute function guard_lease_guard();
alter table governance_guard_lease enable always trigger trg_guard_lease_guard;
