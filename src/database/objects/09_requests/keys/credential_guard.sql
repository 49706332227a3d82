-- Table rule of passkeys: enrolled by the person in a session of their own, answering a challenge; given up for good.
-- Nobody enrols a key for somebody else.
create or replace function credential_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  here uuid := authenticated_user();
begin
  if tg_op = 'DELETE' then
    raise exception 'DELETE on governance_credential is refused: a key is revoked, not removed' using errcode = 'OR003';
  elsif tg_op = 'INSERT' then
    if here is null or here <> new.user_id then
      raise exception 'A key for user % is refused: expected a session of this person, found %', new.user_id,
        case when here is null then 'none' else 'somebody else''s' end
        using errcode = 'OR054', hint = 'People enrol their own keys.';
    end if;
    perform consume_challenge(current_setting('one_roof.challenge', true), 'enrol', new.user_id, null);
    new.revoked_at := null;
    new.revoked_by := null;
    return new;
  end if;

  if to_jsonb(new) - array['counter', 'revoked_at', 'revoked_by']
    is distinct from to_jsonb(old) - array['counter', 'revoked_at', 'revoked_by']
    or new.counter < old.counter or (old.revoked_at is not null and new is distinct from old)
  then
    raise exception 'UPDATE on governance_credential is refused: an enrolled key cannot be changed, only revoked'
      using errcode = 'OR003';
  end if;
  -- What the key signs counts until then, so the time is not the writer's to say.
  if new.revoked_at is not null and old.revoked_at is null then
    new.revoked_at := clock_timestamp();
  end if;
  if here is not null and here <> old.user_id then
    raise exception 'A key of user % is not changed by somebody else', old.user_id using errcode = 'OR054';
  end if;
  return new;
end
$$;

create or replace trigger trg_credential_guard
  before insert or update or delete on governance_credential
  for each row execute function credential_guard();
alter table governance_credential enable always trigger trg_credential_guard;
