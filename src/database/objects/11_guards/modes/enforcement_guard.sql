-- Table rule of the modes: `enforce` is not turned on, nor are items made to need an owner under it, while that would
-- block work that is done today. After the row is written, so that the rules are judged as they would then be.
create or replace function enforcement_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  obstacles bigint;
  listed text;
begin
  if tg_op = 'DELETE' then
    raise exception 'DELETE on % is refused: a mode is changed, not removed', tg_table_name using errcode = 'OR003';
  end if;

  if tg_table_name = 'governance_enforcement' then
    if new.mode <> 'enforce' then
      return null;
    end if;
    select count(*), string_agg(concat_ws(' ', collection, explanation),
      '; ') filter (where place <= 10) into obstacles, listed
    from (select *, row_number() over () as place from enforcement_obstacle(new.group_code)) o;
  elsif guard_mode(new.collection_name) = 'enforce' and guard_finding('write', new.collection_name) is not null then
    obstacles := 1;
    listed := new.collection_name || ' has nobody accountable for its execution';
  end if;

  if obstacles > 0 then
    raise exception 'Enforcing is refused: it would block work that is done today (%): %', obstacles, listed
      using errcode = 'OR044',
            hint = '`one-roof guard status` lists all of it.';
  end if;
  return null;
end
$$;

create or replace trigger trg_enforcement_guard
  after insert or update or delete on governance_enforcement
  for each row execute function enforcement_guard();
create or replace trigger trg_write_rule_guard
  after insert or update on governance_write_rule
  for each row execute function enforcement_guard();
alter table governance_enforcement enable always trigger trg_enforcement_guard;
alter table governance_write_rule enable always trigger trg_write_rule_guard;
