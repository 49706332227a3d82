-- Table rule: it is noted from inside the trigger of the table that is written, in the transaction that carries the
-- release out.
create or replace function release_write_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if pg_trigger_depth() < 2 or release_in_progress() is distinct from new.release_code::text then
    raise exception '% on governance_release_write is refused: what release % wrote is noted while it is carried out',
      tg_op, new.release_code
      using errcode = 'OR003';
  end if;
  return new;
end
$$;

create or replace trigger trg_release_write_guard
  before insert or update on governance_release_write
  for each row execute function release_write_guard();
alter table governance_release_write enable always trigger trg_release_write_guard;
