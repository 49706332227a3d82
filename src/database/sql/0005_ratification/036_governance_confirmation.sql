-- The proposer's word that they filed this revision of a request, signed with a key. With two people the proposer is one of the two,
-- and a session would let the other one be both.
create table governance_confirmation (
  id bigint generated always as identity constraint governance_confirmation_pkey primary key,
  request_code governance_code not null
    constraint governance_confirmation_request_code_fkey references approval_requests (code),
  revision integer not null,
  revision_digest text not null constraint governance_confirmation_revision_digest_check check (revision_digest ~ '^[0-9a-f]{64}$'),
  signer text not null,
  signer_user uuid not null,
  method text not null constraint governance_confirmation_method_check check (method in ('passkey', 'ssh')),
  statement text not null,
  public_key text not null,
  assertion jsonb not null,
  -- The time of receipt, by the clock of the database.
  signed_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default now(),
  created_by text not null,
  act_digest text not null generated always as (act_digest(array[
    'method', method, 'statement', statement, 'public_key', public_key, 'assertion', assertion::text])) stored,
  constraint uq_governance_confirmation unique (request_code, revision_digest, act_digest)
);

-- Guard: only the proposer confirms, and only the revision as it is now.
create function confirmation_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  here uuid := authenticated_user();
  asked approval_requests;
begin
  select * into asked from approval_requests where code = new.request_code for share;
  if asked.code is null then
    raise exception 'There is no request %', new.request_code using errcode = 'OR007';
  end if;
  if new.signer_user <> asked.proposer_user or (here is distinct from new.signer_user and (here is not null or new.method <> 'ssh')) then
    raise exception 'Request % is not confirmed: expected its proposer, found %', asked.code,
      case when here is null then 'nobody who is signed in' else 'somebody else' end
      using errcode = 'OR054', hint = 'Only the person who proposes a request can confirm it.';
  end if;
  if (new.revision, new.revision_digest) is distinct from (asked.revision, asked.revision_digest) then
    raise exception 'Request % is not confirmed: expected revision % (%), found revision % (%)',
      asked.code, asked.revision, asked.revision_digest, new.revision, new.revision_digest
      using errcode = 'OR055', hint = 'The request was changed. Read it again, and confirm what it says now.';
  end if;
  if request_status(asked.code) not in ('pending', 'approved', 'deadlocked', 'conflicted') then
    raise exception 'Request % is not confirmed: it is %', asked.code, request_status(asked.code) using errcode = 'OR053';
  end if;
  if exists (
    select from governance_confirmation c
    where c.request_code = new.request_code and c.revision_digest = new.revision_digest and row_counts(row_digest(c))
  ) then
    raise exception 'Request % is not confirmed: it is confirmed already', asked.code using errcode = 'OR053';
  end if;
  new.signer := asked.proposer;
  new.signed_at := clock_timestamp();
  if new.method = 'passkey' then
    perform consume_challenge(new.assertion ->> 'nonce', 'confirm', new.signer_user, new.revision_digest);
  end if;
  return new;
end
$$;

create trigger trg_confirmation_guard
  before insert on governance_confirmation
  for each row execute function confirmation_guard();
create trigger trg_confirmation_append_only
  before update or delete on governance_confirmation
  for each row execute function refuse_change();
create trigger trg_confirmation_no_truncate
  before truncate on governance_confirmation
  for each statement execute function refuse_change();
alter table governance_confirmation enable always trigger trg_confirmation_guard;
alter table governance_confirmation enable always trigger trg_confirmation_append_only;
alter table governance_confirmation enable always trigger trg_confirmation_no_truncate;
