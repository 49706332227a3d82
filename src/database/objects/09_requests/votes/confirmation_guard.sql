-- Table rule: only the proposer confirms, and only the revision as it is now.
create or replace function confirmation_guard() returns trigger
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
  if new.signer_user <> asked.proposer_user or (here is distinct from new.signer_user
    and (here is not null or new.method <> 'ssh')) then
    raise exception 'Request % is not confirmed: expected its proposer, found %', asked.code,
      case when here is null then 'nobody who is signed in' else 'somebody else' end
      using errcode = 'OR054', hint = 'Only the person who proposes a request can confirm it.';
  end if;
  if (new.revision, new.revision_digest) is distinct from (asked.revision, asked.revision_digest) then
    raise exception 'Request % is not confirmed: expected revision % (%), found revision % (%)',
      asked.code, asked.revision, asked.revision_digest, new.revision, new.revision_digest
      using errcode = 'OR055', hint = 'The request was changed. Read it again before you confirm it.';
  end if;
  if request_status(asked.code) not in ('pending', 'approved', 'deadlocked', 'conflicted') then
    raise exception 'Request % is not confirmed: it is %', asked.code, request_status(asked.code)
      using errcode = 'OR053';
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

create or replace trigger trg_confirmation_guard
  before insert on governance_confirmation
  for each row execute function confirmation_guard();
alter table governance_confirmation enable always trigger trg_confirmation_guard;
