-- Table rule: approval is simulated on a proven clone and nowhere else, and stays as it was written.
create or replace function simulated_approval_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if not is_proven_clone() then
    raise exception '% on % is refused: database % is not a proven clone', tg_op, tg_table_name, current_database()
      using errcode = 'OR077',
            hint = 'In production an approval is given by people: `one-roof release request`.';
  end if;
  return new;
end
$$;

create or replace trigger trg_simulated_approval_guard
  before insert on governance_simulated_approval
  for each row execute function simulated_approval_guard();
alter table governance_simulated_approval enable always trigger trg_simulated_approval_guard;
