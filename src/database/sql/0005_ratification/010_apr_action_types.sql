-- What a request can ask for, how risky that is, and which handler does it. `unimplemented` never runs.
create table apr_action_types (
  action_code text constraint apr_action_types_pkey primary key,
  risk_level text not null constraint apr_action_types_risk_level_check check (risk_level in ('low', 'medium', 'high')),
  handler_ref text not null default 'unimplemented',
  status text not null default 'active' constraint apr_action_types_status_check check (status in ('active', 'retired')),
  description text not null,
  created_at timestamptz not null default now(),
  created_by text not null
);

-- What is asked for keeps its risk: nobody makes a request easier to approve by rewriting what its action is called.
create function action_type_guard() returns trigger
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

create trigger trg_action_type_guard
  before insert or update or delete on apr_action_types
  for each row execute function action_type_guard();
create trigger trg_action_type_no_truncate
  before truncate on apr_action_types
  for each statement execute function refuse_change();
alter table apr_action_types enable always trigger trg_action_type_guard;
alter table apr_action_types enable always trigger trg_action_type_no_truncate;
