-- Table rule: an issue keeps what it is about, is resolved rather than deleted, and writes its severity as everybody
-- does.
create or replace function issue_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'DELETE on system_issues is refused: an issue is resolved or archived'
      using errcode = 'OR003';
  end if;
  if tg_op = 'UPDATE' and (new.coalesce_key, new.source, new.first_seen_at, new.created_at, new.created_by)
      is distinct from (old.coalesce_key, old.source, old.first_seen_at, old.created_at, old.created_by)
    or tg_op = 'UPDATE' and (new.occurrence_count < old.occurrence_count or new.reopen_count < old.reopen_count)
  then
    raise exception 'UPDATE on system_issues is refused: an issue keeps its key, its source and its history'
      using errcode = 'OR003';
  end if;
  new.severity := case lower(btrim(new.severity)) when 'warn' then 'warning'
    when 'normal' then 'info' else lower(btrim(new.severity)) end;
  new.resolved_at := case when new.status <> 'open' then coalesce(new.resolved_at, clock_timestamp()) end;
  return new;
end
$$;

create or replace trigger trg_issue_guard
  before insert or update or delete on system_issues
  for each row execute function issue_guard();
alter table system_issues enable always trigger trg_issue_guard;
