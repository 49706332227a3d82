-- Guard of grants: one is given for an approved request, by somebody who holds a seat, in a session of
-- theirs, and who neither asked for it nor will use it; for exactly what was ratified; it is used once, before it expires, or revoked.
create function build_authorization_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  ends text[] := array['consumed_at', 'consumed_by', 'consumed_xid', 'revoked_at', 'revoked_by', 'revoked_reason'];
  release governance_release;
  holder text;
begin
  if tg_op = 'INSERT' then
    if request_status(new.request_code::text) is distinct from 'approved' then
      raise exception 'no window: request % is %, not approved', new.request_code, coalesce(request_status(new.request_code::text), 'unknown')
        using errcode = 'OR072', hint = 'A window is granted after the sovereign signature.';
    end if;
    select s.person into holder from governance_seat s
      where s.user_id = authenticated_user() and s.vacated_at is null
        and seat_problem(s.user_id, array['president', 'council'], clock_timestamp()) is null;
    if holder is null then
      raise exception 'no window: expected a session of somebody who holds a seat, found %',
        case when authenticated_user() is null then 'none' else 'one of somebody who holds none, or cannot act now' end
        using errcode = 'OR072', hint = 'A holder of a seat grants it, in a session of their own.';
    end if;
    new.granted_by := holder;
    if new.granted_by = new.granted_to or same_human(authenticated_user(), (select proposer_user from approval_requests where code = new.request_code)) then
      raise exception 'no window: % asked for it, or would use it, and grants nothing to themself', new.granted_by
        using errcode = 'OR072', hint = 'Another holder of a seat grants it.';
    end if;
    if new.consumed_at is not null or new.revoked_at is not null then
      raise exception 'no window: it would be used before it was granted' using errcode = 'OR072';
    end if;
    new.granted_at := now();
    if new.scope ? 'release' then
      select * into release from governance_release where release_code::text = new.scope ->> 'release';
      if new.scope is distinct from release_window(release) then
        raise exception 'no window: it would cover something else than was ratified: expected %, found %',
          coalesce(release_window(release)::text, 'a release'), new.scope
          using errcode = 'OR072', hint = 'A window names the release, its packet and exactly its tiers.';
      end if;
    end if;
    return new;
  end if;

  if tg_op = 'DELETE' or to_jsonb(new) - ends is distinct from to_jsonb(old) - ends
    or old.consumed_at is not null or old.revoked_at is not null then
    raise exception '% on governance_build_authorization is refused: grant % is used once or revoked, and nothing else', tg_op, old.auth_code
      using errcode = 'OR072';
  end if;
  if new.consumed_at is not null and (
    new.revoked_at is not null or old.expires_at <= clock_timestamp() or new.consumed_by <> old.granted_to
    or new.consumed_xid is distinct from pg_current_xact_id()
  ) then
    raise exception 'grant % is not used: it is for %, until %', old.auth_code, old.granted_to, old.expires_at using errcode = 'OR072';
  end if;
  return new;
end
$$;

create trigger trg_authorization_guard
  before insert or update or delete on governance_build_authorization
  for each row execute function build_authorization_guard();
alter table governance_build_authorization enable always trigger trg_authorization_guard;
