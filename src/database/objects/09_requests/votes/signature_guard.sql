-- Table rule of signatures: on an approved request, on the revision as it is now, by somebody who may sign and did not
-- propose it, by a method that the policy allows, with the proof that the method asks for. Whether the assertion
-- verifies is Node's to say, at once, in the gate and at apply; what is forged here never counts there.
create or replace function signature_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  here uuid := authenticated_user();
  asked approval_requests;
  policy governance_policy;
  status text;
  problem text;
begin
  if here is distinct from new.signer_user and (here is not null or new.method <> 'ssh') then
    raise exception 'The signature of % is refused: expected a session of this person, found %', new.signer_user,
      case when here is null then 'none' else 'somebody else''s' end
      using errcode = 'OR054';
  end if;
  select * into asked from approval_requests where code = new.request_code for share;
  if asked.code is null then
    raise exception 'There is no request %', new.request_code using errcode = 'OR007';
  end if;
  if new.revision_digest <> asked.revision_digest then
    raise exception 'The signature is refused: expected one for revision % (%) of %, found one for %',
      asked.revision, asked.revision_digest, asked.code, new.revision_digest
      using errcode = 'OR055', hint = 'The request was changed. Read it again, and sign what it says now.';
  end if;
  status := request_status(asked.code);
  if status <> 'approved' then
    raise exception 'The signature is refused: expected an approved request, found % %', asked.code, status
      using errcode = 'OR053';
  end if;

  select * into policy from current_policy();
  new.signed_at := clock_timestamp();
  problem := coalesce(
    case when not new.method = any (policy.methods) then 'method_not_allowed' end,
    case when same_human(new.signer_user, asked.proposer_user) then 'own_proposal' end,
    case when loses_seat(asked, new.signer_user) then 'loses_seat' end,
    case when exists (
      select from governance_signature s
      where s.request_code = new.request_code and s.revision_digest = new.revision_digest
        and same_human(s.signer_user, new.signer_user)
        and row_counts(row_digest(s))
    ) then 'signed_already' end,
    seat_problem(new.signer_user, (select s.signing_seats from request_standing(asked) s), new.signed_at));
  if problem is not null then
    raise exception 'The signature of % is refused: %',
      coalesce((select d.email from directus_person(new.signer_user) d), new.signer_user::text), problem_text(problem)
      using errcode = 'OR056', hint = format('Who may sign: `one-roof council`, and `one-roof request show %s`.',
        asked.code);
  end if;
  if not exists (
    select from os_proposal_approvals e
    join directus_person(new.signer_user) d on d.email = lower(e.email)
    where e.id = new.signature_id and e.esignature_agreement and e.status = 'signed'
  ) then
    raise exception 'The signature of % is refused: expected an e-signature of theirs, with their agreement to sign',
      new.signer_user using errcode = 'OR056';
  end if;
  if new.method <> 'ssh' then
    perform consume_challenge(
      new.assertion ->> 'nonce', case new.method when 'passkey' then 'sign' else 'reauthenticate' end, new.signer_user,
      new.revision_digest);
  end if;
  new.signer := (select s.person from governance_seat s where s.user_id = new.signer_user and s.vacated_at is null);
  return new;
end
$$;

create or replace trigger trg_signature_guard
  before insert on governance_signature
  for each row execute function signature_guard();
alter table governance_signature enable always trigger trg_signature_guard;
