-- Table rule: somebody who holds a seat confirms a key of somebody else that is in force, as themselves, where the
-- policy lets that count.
create or replace function key_confirmation_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  -- What withdraws it; and the column that PostgreSQL works out after this trigger.
  ends text[] := array['withdrawn_at', 'withdrawn_by', 'act_digest'];
  here uuid := authenticated_user();
  confirmed governance_credential;
  problem text;
begin
  if tg_op = 'UPDATE' then
    if old.withdrawn_at is not null or new.withdrawn_at is null
      or to_jsonb(new) - ends is distinct from to_jsonb(old) - ends
    then
      raise exception 'UPDATE on governance_key_confirmation is refused: a confirmation can only be withdrawn, once'
        using errcode = 'OR003';
    end if;
    if here is not null and here not in (old.signer_user, old.holder_user) then
      raise exception 'The confirmation by % can only be withdrawn by them', old.signer using errcode = 'OR054';
    end if;
    new.withdrawn_at := clock_timestamp();
    return new;
  end if;

  if not exists (select from current_policy() p where p.pinning = 'enrolled') then
    raise exception 'The key is not confirmed: the policy counts only keys of the trust file'
      using errcode = 'OR056', hint = 'With two people a request about `policy` may ask for `pinning: enrolled`.';
  end if;
  if here is distinct from new.signer_user and (here is not null or new.method <> 'ssh') then
    raise exception 'The key is not confirmed: expected a session of its signer, or a statement signed with SSH, found %',
      case when here is null then 'neither' else 'somebody else''s session' end using errcode = 'OR054';
  end if;
  select * into confirmed from governance_credential where credential_id = new.credential_id for share;
  if confirmed.revoked_at is not null then
    raise exception 'The key is not confirmed: it was revoked' using errcode = 'OR056', hint = 'Enrol another key.';
  end if;
  new.holder_user := confirmed.user_id;
  new.signed_at := clock_timestamp();
  new.withdrawn_at := null;
  new.withdrawn_by := null;
  if exists (
    select from governance_key_confirmation k
    where k.credential_id = new.credential_id and k.signer_user = new.signer_user and k.withdrawn_at is not null)
  then
    raise exception 'The key is not confirmed: a confirmation of it by this person was withdrawn, which is final'
      using errcode = 'OR056', hint = 'Enrol another key.';
  end if;
  problem := coalesce(key_confirmation_problem(new),
    seat_problem(new.signer_user, array['president', 'council'], new.signed_at));
  if problem is not null then
    raise exception 'The key is not confirmed: %', problem_text(problem)
      using errcode = 'OR056', hint = 'The other person, who holds a seat, confirms it with a key of theirs.';
  end if;
  if new.method = 'passkey' and not exists (
    select from governance_credential c
    where c.user_id = new.signer_user and c.ssh_public_key = new.public_key and c.revoked_at is null)
  then
    raise exception 'The key is not confirmed: expected a signature by an enrolled key of %', new.signer_user
      using errcode = 'OR056';
  end if;
  new.signer := (select s.person from governance_seat s where s.user_id = new.signer_user and s.vacated_at is null);
  if new.method = 'passkey' then
    perform consume_challenge(new.assertion ->> 'nonce', 'pin', new.signer_user, null);
  end if;
  return new;
end
$$;

create or replace trigger trg_key_confirmation_guard
  before insert or update on governance_key_confirmation
  for each row execute function key_confirmation_guard();
alter table governance_key_confirmation enable always trigger trg_key_confirmation_guard;
