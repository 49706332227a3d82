-- Table rule of governance_session: what a session came from is found once, and that it was reported; nothing is
-- forgotten.
create or replace function session_note_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  if tg_op = 'DELETE' or (old.login_id is not null and new.login_id is distinct from old.login_id)
    or (old.reported_at is not null and new.reported_at is distinct from old.reported_at)
    or (to_jsonb(new) - array['login_id', 'reported_at'])
      is distinct from (to_jsonb(old) - array['login_id', 'reported_at'])
  then
    raise exception '% on governance_session is refused: a recorded session cannot be changed', tg_op
      using errcode = 'OR003';
  end if;
  return new;
end
$$;

create or replace trigger trg_session_note_guard
  before update or delete on governance_session
  for each row execute function session_note_guard();
alter table governance_session enable always trigger trg_session_note_guard;
