-- Asked of whoever is there, in their own session; and once consumed never again.
create or replace function challenge_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    if new.user_id is distinct from authenticated_user() then
      raise exception 'A challenge is refused: expected a session of user %, found none', new.user_id
        using errcode = 'OR054';
    end if;
    new.session_digest := session_digest();
    new.created_at := clock_timestamp();
    new.consumed_at := null;
    new.tried_at := null;
  elsif old.consumed_at is not null or (new.consumed_at is null and (old.tried_at is not null or new.tried_at is null))
    or (old.tried_at is not null and new.tried_at is distinct from old.tried_at)
    or to_jsonb(new) - '{consumed_at,tried_at}'::text[]
      is distinct from to_jsonb(old) - '{consumed_at,tried_at}'::text[]
  then
    raise exception 'UPDATE on governance_signature_challenge is refused: a challenge is tried once and consumed once'
      using errcode = 'OR003';
  end if;
  return new;
end
$$;

create or replace trigger trg_challenge_guard
  before insert or update on governance_signature_challenge
  for each row execute function challenge_guard();
alter table governance_signature_challenge enable always trigger trg_challenge_guard;
