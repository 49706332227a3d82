-- Table rule of requests: who asks is somebody, so that they can be kept from deciding; what is asked is what its
-- digest says; and what was asked is never rewritten under votes that were cast for something else.
create or replace function request_guard() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
declare
  -- Columns that may change without a new revision. Each changes at most once and never back.
  moves text[] := array['revision', 'revision_content', 'revision_digest', 'confirmed_at', 'superseded_by',
    'withdrawn_at', 'withdrawn_reason'];
  here uuid := authenticated_user();
  person record;
  problem text;
begin
  if tg_op = 'DELETE' then
    raise exception 'DELETE on approval_requests is refused: a request is withdrawn, not removed'
      using errcode = 'OR003';
  end if;
  if here is not null and here <> new.proposer_user then
    raise exception 'Request % is refused: only its proposer may change it', new.code
      using errcode = 'OR052', hint = 'People file, revise, confirm and withdraw requests only as themselves.';
  end if;

  if tg_op = 'UPDATE' then
    if (new.code, new.proposer_user, new.proposer, new.subject, new.created_at, new.created_by)
      is distinct from (old.code, old.proposer_user, old.proposer, old.subject, old.created_at, old.created_by)
    then
      raise exception 'UPDATE on approval_requests is refused: the proposer and subject of request % cannot be changed',
        old.code using errcode = 'OR003';
    end if;
    if old.withdrawn_at is not null or old.superseded_by is not null or request_is_applied(old) then
      raise exception 'Request % is closed: it was %', old.code,
        case when old.withdrawn_at is not null then 'withdrawn'
          when old.superseded_by is not null then 'superseded' else 'applied' end
        using errcode = 'OR053', hint = 'File a new request.';
    end if;
  end if;

  if tg_op = 'INSERT' or to_jsonb(new) - moves is distinct from to_jsonb(old) - moves then
    if not exists (select from current_policy()) then
      raise exception 'Request % is refused: the profile is observe, so nobody holds a seat', new.code
        using errcode = 'OR051',
          hint = 'Name the profile and the seats under `ratification` in the plan and register it.';
    end if;
    select * into person from directus_person(new.proposer_user);
    if person.active is not true then
      raise exception 'Request % is refused: expected a proposer who is an active Directus user, found %', new.code,
        case when person.active is null then 'nobody' else 'a user who is not active' end
        using errcode = 'OR052',
          hint = 'Without a known proposer, nothing would keep people from approving their own request.';
    end if;
    perform require_may_file(new.proposer_user);
    if split_part(new.subject, ':', 1) in ('release', 'policy', 'seats', 'event')
      and request_risk(new.proposed_action_code) <> 'high' then
      raise exception 'Request % is refused: % is of high risk, action % is not', new.code, new.subject,
        new.proposed_action_code
        using errcode = 'OR050', hint = 'Leave the action out, or name the right one.';
    end if;
    problem := proposal_problem(new);
    if problem is not null then
      raise exception 'Request % is refused, because it could not be carried out: %', new.code, problem
        using errcode = 'OR063', hint = case
          when new.subject like 'release:%' then 'Build its packet with `one-roof release build`, and request it with `one-roof release request`, which drafts it.'
          else 'docs/ratification.md has the form of each action, with an example.' end;
    end if;
    if new.expires_at <= clock_timestamp() or new.expires_at > clock_timestamp() + interval '90 days' then
      raise exception 'Request % is refused: expected an expiry within 90 days from now, found %', new.code,
        new.expires_at using errcode = 'OR053';
    end if;
    new.proposer := coalesce(
      (select s.person from governance_seat s where s.user_id = new.proposer_user and s.vacated_at is null),
      person.email, new.proposer_user::text);
    new.revision := case tg_op when 'INSERT' then 1 else old.revision + 1 end;
    perform require_within_limits(new);
    new.confirmed_at := case when here = new.proposer_user then clock_timestamp() end;
    new.superseded_by := null;
    new.withdrawn_at := null;
    new.withdrawn_reason := null;
  elsif new.confirmed_at is distinct from old.confirmed_at then
    if here is null then
      raise exception 'Request % is not confirmed: expected a session of its proposer, found none', new.code
        using errcode = 'OR054';
    end if;
    new.confirmed_at := coalesce(old.confirmed_at, clock_timestamp());
  end if;

  if new.superseded_by is not null
    and not exists (select from approval_requests r
      where r.code = new.superseded_by and r.subject = new.subject and r.proposer_user = new.proposer_user)
  then
    raise exception 'Request % is not superseded by %: expected a request of the same proposer about %', new.code,
      new.superseded_by, new.subject
      using errcode = 'OR053';
  end if;
  if tg_op = 'UPDATE' and new.revision not in (old.revision, old.revision + 1) then
    raise exception 'UPDATE on approval_requests is refused: the revision of % is counted, not set', old.code
      using errcode = 'OR003';
  end if;
  new.revision_content := request_content(new);
  new.revision_digest := encode(sha256(convert_to(new.revision_content, 'UTF8')), 'hex');
  return new;
end
$$;

create or replace trigger trg_request_guard
  before insert or update or delete on approval_requests
  for each row execute function request_guard();
alter table approval_requests enable always trigger trg_request_guard;
