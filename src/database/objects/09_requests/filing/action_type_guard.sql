-- What is asked for keeps its risk: nobody makes a request easier to approve by rewriting what its action is called.
create or replace function action_type_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if tg_op <> 'INSERT' then
    raise exception '% on % is refused: an action keeps its risk and its handler', tg_op, tg_table_name
      using errcode = 'OR003';
  end if;
  if not exists (
    select from action_vocabulary() v
    where (v.action_code, v.risk_level, v.handler_ref) = (new.action_code, new.risk_level, new.handler_ref)
  ) and (new.risk_level, new.handler_ref) <> ('high', 'unimplemented') then
    raise exception 'Action % is refused with risk % and handler %: an action that One-Roof does not know has risk high and handler unimplemented',
      new.action_code, new.risk_level, new.handler_ref
      using errcode = 'OR050';
  end if;
  return new;
end
$$;

create or replace trigger trg_action_type_guard
  before insert or update or delete on apr_action_types
  for each row execute function action_type_guard();
alter table apr_action_types enable always trigger trg_action_type_guard;
