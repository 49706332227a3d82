-- The word of one person that an enrolled key is the other's, signed with a key of their own. Where the policy says `pinning: enrolled`
-- (two people) it takes the place of a line in the trust file. Whether it verifies, and which keys that pins, Node says
-- (src/signing/trust/confirmed-keys.ts). Append-only, but for its withdrawal, which is for good.
create table governance_key_confirmation (
  id bigint generated always as identity constraint governance_key_confirmation_pkey primary key,
  -- The key that is confirmed, and whose it is.
  credential_id text not null
    constraint governance_key_confirmation_credential_id_fkey references governance_credential (credential_id),
  holder text not null,
  holder_user uuid not null,
  signer text not null,
  signer_user uuid not null,
  method text not null constraint governance_key_confirmation_method_check check (method in ('passkey', 'ssh')),
  statement text not null,
  public_key text not null,
  assertion jsonb not null,
  -- Until when the statement may be handed in.
  expires_at timestamptz not null,
  -- The time of receipt, by the clock of the database.
  signed_at timestamptz not null default clock_timestamp(),
  withdrawn_at timestamptz,
  withdrawn_by text,
  created_at timestamptz not null default now(),
  created_by text not null,
  act_digest text not null generated always as (act_digest(array[
    'method', method, 'holder', holder, 'statement', statement, 'public_key', public_key, 'assertion', assertion::text])) stored,
  constraint uq_governance_key_confirmation unique (credential_id, signer_user, act_digest),
  constraint chk_withdrawn_pair check ((withdrawn_at is null) = (withdrawn_by is null))
);

-- Why a confirmation pins nothing, whoever signed it, or NULL:
--   own_key     of the signer's own key, or of a key of the same human
--   not_seated  the signer held no seat of a person when it was received
create function key_confirmation_problem(p_confirmation governance_key_confirmation) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case
    when c.user_id is distinct from p_confirmation.holder_user or same_human(p_confirmation.signer_user, c.user_id)
      or c.ssh_public_key = p_confirmation.public_key then 'own_key'
    when not exists (
      select from governance_seat s
      where s.user_id = p_confirmation.signer_user and s.seat in ('president', 'council')
        and s.since <= p_confirmation.signed_at and coalesce(s.vacated_at > p_confirmation.signed_at, true)
    ) then 'not_seated'
  end
  from (values (1)) as one
  left join governance_credential c on c.credential_id = p_confirmation.credential_id
$$;

-- Guard: somebody who holds a seat confirms a key of somebody else that is in force, as themselves, where the policy lets that count.
create function key_confirmation_guard() returns trigger
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
      raise exception 'UPDATE on governance_key_confirmation is refused: a confirmation is withdrawn, once, and nothing else' using errcode = 'OR003';
    end if;
    if here is not null and here not in (old.signer_user, old.holder_user) then
      raise exception 'The confirmation by % is not withdrawn by somebody else', old.signer using errcode = 'OR054';
    end if;
    new.withdrawn_at := clock_timestamp();
    return new;
  end if;

  if not exists (select from current_policy() p where p.pinning = 'enrolled') then
    raise exception 'The key is not confirmed: the policy has keys named in the trust file, and nowhere else'
      using errcode = 'OR056', hint = 'With two people a request about `policy` may ask for `pinning: enrolled`.';
  end if;
  if here is distinct from new.signer_user and (here is not null or new.method <> 'ssh') then
    raise exception 'The key is not confirmed: expected a session of its signer, or a statement signed with SSH, found %',
      case when here is null then 'neither' else 'somebody else''s session' end using errcode = 'OR054';
  end if;
  select * into confirmed from governance_credential where credential_id = new.credential_id for share;
  if confirmed.revoked_at is not null then
    raise exception 'The key is not confirmed: it was given up' using errcode = 'OR056', hint = 'Enrol another key.';
  end if;
  new.holder_user := confirmed.user_id;
  new.signed_at := clock_timestamp();
  new.withdrawn_at := null;
  new.withdrawn_by := null;
  if exists (
    select from governance_key_confirmation k
    where k.credential_id = new.credential_id and k.signer_user = new.signer_user and k.withdrawn_at is not null)
  then
    raise exception 'The key is not confirmed: a confirmation of it by this person was withdrawn, which is for good'
      using errcode = 'OR056', hint = 'Enrol another key.';
  end if;
  problem := coalesce(key_confirmation_problem(new), seat_problem(new.signer_user, array['president', 'council'], new.signed_at));
  if problem is not null then
    raise exception 'The key is not confirmed: %', word_of_problem(problem)
      using errcode = 'OR056', hint = 'The other person, who holds a seat, confirms it with a key of theirs.';
  end if;
  if new.method = 'passkey' and not exists (
    select from governance_credential c
    where c.user_id = new.signer_user and c.ssh_public_key = new.public_key and c.revoked_at is null)
  then
    raise exception 'The key is not confirmed: expected a signature by an enrolled key of %', new.signer_user using errcode = 'OR056';
  end if;
  new.signer := (select s.person from governance_seat s where s.user_id = new.signer_user and s.vacated_at is null);
  if new.method = 'passkey' then
    perform consume_challenge(new.assertion ->> 'nonce', 'pin', new.signer_user, null);
  end if;
  return new;
end
$$;

create trigger trg_key_confirmation_guard
  before insert or update on governance_key_confirmation
  for each row execute function key_confirmation_guard();
create trigger trg_key_confirmation_append_only
  before delete on governance_key_confirmation
  for each row execute function refuse_change();
create trigger trg_key_confirmation_no_truncate
  before truncate on governance_key_confirmation
  for each statement execute function refuse_change();
alter table governance_key_confirmation enable always trigger trg_key_confirmation_guard;
alter table governance_key_confirmation enable always trigger trg_key_confirmation_append_only;
alter table governance_key_confirmation enable always trigger trg_key_confirmation_no_truncate;
