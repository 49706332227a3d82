-- Table rule of votes: cast for a seat by its holder, on the revision as it is now; never by the proposer, nor by the
-- same human twice. A session or token identifies the voter and proves nothing; a vote that was signed elsewhere (ssh)
-- needs none. Whether the signature verifies is Node's to say, at once, in the gate and at apply. A vote stays as it
-- was cast.
create or replace function vote_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  here uuid := authenticated_user(new.seat = 'ai_council');
  asked approval_requests;
  status text;
  problem text;
begin
  if here is distinct from new.approver_user and (here is not null or new.method <> 'ssh') then
    raise exception 'The vote of % is refused: expected %, found %', new.approver_user,
      case when new.seat = 'ai_council' then 'a session or token of this user' else 'a session of this person' end,
      case when here is null then 'none' else 'somebody else''s' end
      using errcode = 'OR054', hint = 'Sign in and vote on the page of the request.';
  end if;

  select * into asked from approval_requests where code = new.request_code for share;
  if asked.code is null then
    raise exception 'There is no request %', new.request_code using errcode = 'OR007';
  end if;
  new.signed_at := clock_timestamp();
  problem := coalesce(
    seat_problem(new.approver_user, array[new.seat], new.signed_at),
    case
      when same_human(new.approver_user, asked.proposer_user) then 'own_proposal'
      when loses_seat(asked, new.approver_user) then 'loses_seat'
      when exists (
        select from apr_approvals v
        where v.request_code = new.request_code and v.revision_digest = new.revision_digest
          and same_human(v.approver_user, new.approver_user)
          and row_counts(row_digest(v))
      ) then 'same_human'
      when new.method = 'session' and not votes_by_session() then 'session_only'
    end);
  if problem is not null then
    raise exception 'The vote of % as % is refused: %',
      coalesce((select d.email from directus_person(new.approver_user) d), new.approver_user::text), new.seat,
      problem_text(problem)
      using errcode = 'OR056', hint = format('Who may vote: `one-roof council`, and `one-roof request show %s`.',
        new.request_code);
  end if;

  status := request_status(asked.code);
  if status not in ('pending', 'approved', 'deadlocked') then
    raise exception 'The vote is refused: request % is %', asked.code, status using errcode = 'OR053';
  end if;
  if (new.revision, new.revision_digest) is distinct from (asked.revision, asked.revision_digest) then
    raise exception 'The vote is refused: expected one on revision % (%) of %, found one on revision % (%)',
      asked.revision, asked.revision_digest, asked.code, new.revision, new.revision_digest
      using errcode = 'OR055', hint = 'The request was changed. Read it again, and vote on what it says now.';
  end if;

  new.approver := (select s.person from governance_seat s where s.user_id = new.approver_user and s.vacated_at is null);
  new.approver_type := case when new.seat = 'ai_council' then 'ai_council' else 'human' end;
  new.proof_digest := session_digest();
  if new.method = 'passkey' then
    perform consume_challenge(new.assertion ->> 'nonce', 'vote', new.approver_user, new.revision_digest);
  end if;
  return new;
end
$$;

create or replace trigger trg_vote_guard
  before insert on apr_approvals
  for each row execute function vote_guard();
alter table apr_approvals enable always trigger trg_vote_guard;
