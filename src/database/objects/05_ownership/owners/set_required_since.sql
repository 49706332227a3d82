-- Keeps `required_since`: the moment a collection entered the inventory, so that a gap can say how old it is.
create or replace function set_required_since() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if new.governance_role in ('governed', 'locked') and new.coverage_status = 'BIRTH_REQUIRED' then
    new.required_since := case when tg_op = 'UPDATE' then coalesce(old.required_since, now()) else now() end;
  else
    new.required_since := null;
  end if;
  return new;
end
$$;

create or replace trigger trg_required_since
  before insert or update of governance_role, coverage_status, required_since on collection_registry
  for each row execute function set_required_since();
alter table collection_registry enable always trigger trg_required_since;
