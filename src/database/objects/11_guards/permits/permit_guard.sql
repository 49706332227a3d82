-- Table rule of change windows and overrides: one starts when it is written, and is only ever closed earlier. What was
-- allowed, for how long and why stays as it was written.
create or replace function permit_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  ends text[] := array['closed_at', 'closed_by'];
begin
  if tg_op = 'INSERT' then
    new.created_at := now();
    if new.closed_at is not null then
      raise exception 'INSERT on % is refused: it would be closed before it was open', tg_table_name
        using errcode = 'OR003';
    end if;
    return new;
  end if;

  if tg_op = 'DELETE' or old.closed_at is not null or to_jsonb(new) - ends is distinct from to_jsonb(old) - ends then
    raise exception '% on % is refused: it can only be closed', tg_op, tg_table_name
      using errcode = 'OR003',
            hint = 'Close it, and open another one.';
  end if;
  new.closed_at := now();
  return new;
end
$$;

create or replace trigger trg_permit_guard
  before insert or update or delete on governance_change_window
  for each row execute function permit_guard();
create or replace trigger trg_permit_guard
  before insert or update or delete on governance_override
  for each row execute function permit_guard();
alter table governance_change_window enable always trigger trg_permit_guard;
alter table governance_override enable always trigger trg_permit_guard;
