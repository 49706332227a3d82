-- Table rule of run permits: one is given for an approved request, by somebody who holds a seat, who signs it, and who
-- neither asked for it nor will use it; for exactly what was ratified; it is used once, before it expires, or revoked.
create or replace function build_authorization_guard() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  -- What ends a permit; and the column that PostgreSQL works out after this trigger.
  ends text[] := array['consumed_at', 'consumed_by', 'consumed_xid', 'revoked_at', 'revoked_by', 'revoked_reason',
    'act_digest'];
  release governance_release;
  here uuid := case when tg_op = 'INSERT' then authenticated_user() end;
  problem text;
begin
  if tg_op = 'INSERT' then
    if request_status(new.request_code::text) is distinct from 'approved' then
      raise exception 'no run permit: request % is %, not approved', new.request_code,
        coalesce(request_status(new.request_code::text), 'unknown')
        using errcode = 'OR072', hint = 'A run permit is granted after the sovereign signature.';
    end if;
    if here is distinct from new.granter_user and (here is not null or new.method <> 'ssh') then
      raise exception 'no run permit: expected a session of its signer, or a statement signed with SSH, found %',
        case when here is null then 'neither' else 'somebody else''s session' end
        using errcode = 'OR072', hint = 'A seat holder signs a run permit.';
    end if;
    if new.method = 'session' and not votes_by_session() then
      raise exception 'no run permit: %', problem_text('session_only')
        using errcode = 'OR072', hint = 'Sign it with a passkey or an SSH key.';
    end if;
    problem := seat_problem(new.granter_user, array['president', 'council'], clock_timestamp());
    if problem is not null then
      raise exception 'no run permit: expected a seat holder who can act now, found: %', problem_text(problem)
        using errcode = 'OR072', hint = 'Another seat holder signs it: `one-roof council` lists them.';
    end if;
    new.granted_by := (select s.person from governance_seat s
      where s.user_id = new.granter_user and s.vacated_at is null);
    if new.granted_by = new.granted_to or same_human(new.granter_user,
      (select proposer_user from approval_requests where code = new.request_code)) then
      raise exception 'no run permit: % requested or would use it, and nobody can permit a run to themselves',
        new.granted_by
        using errcode = 'OR072', hint = 'Another seat holder signs it.';
    end if;
    if exists (
      select from governance_build_authorization a
      where a.request_code = new.request_code and a.step_name = new.step_name and a.granter_user = new.granter_user
        and a.consumed_at is null and a.revoked_at is null and row_counts(row_digest(a))
    ) then
      raise exception 'no run permit: % already signed one that was not used', new.granted_by
        using errcode = 'OR072',
              hint = 'One run takes one permit. `one-roof release revoke` takes it back; or another seat holder signs another one.';
    end if;
    -- A permit that was taken back does not come back with the same signature: its statement says when it was signed,
    -- so no other has it.
    if exists (select from governance_build_authorization a
      where a.step_name = new.step_name and a.statement = new.statement) then
      raise exception 'no run permit: this statement was submitted already'
        using errcode = 'OR072', hint = 'Sign a new one: `one-roof request statement CODE --act permit`.';
    end if;
    if new.granted_to !~ '^operator:[^[:space:]]+$' then
      raise exception 'no run permit: expected an operator as the ledger names them, operator:NAME, found %',
        new.granted_to
        using errcode = 'OR072', hint = 'NAME is the database role that the operator connects as: DB_USER.';
    end if;
    if new.commit_allowed and new.requires_sovereign_esign and new.sovereign_esign_ref is null then
      raise exception 'no run permit: request % is approved, and not signed yet', new.request_code
        using errcode = 'OR072',
          hint = 'The sovereign signature comes first: `one-roof request statement CODE --act sign`.';
    end if;
    if new.consumed_at is not null or new.revoked_at is not null then
      raise exception 'no run permit: it would be used before it was granted' using errcode = 'OR072';
    end if;
    new.granted_at := clock_timestamp();
    if new.expires_at <= new.granted_at or new.expires_at > new.granted_at + interval '24 hours' then
      raise exception 'no run permit: expected one that ends within 24 hours from now, found one until %',
        new.expires_at
        using errcode = 'OR072', hint = 'Sign one for a shorter time, such as --for 2h.';
    end if;
    if new.method = 'passkey' then
      perform consume_challenge(
        new.assertion ->> 'nonce', 'permit', new.granter_user,
        (select revision_digest from approval_requests where code = new.request_code));
    end if;
    if new.scope ? 'release' then
      select * into release from governance_release where release_code::text = new.scope ->> 'release';
      if new.scope is distinct from release_window(release) then
        raise exception 'no run permit: it covers something else than was ratified: expected %, found %',
          coalesce(release_window(release)::text, 'a release'), new.scope
          using errcode = 'OR072', hint = 'A run permit names the release, its packet and exactly its tiers.';
      end if;
    end if;
    return new;
  end if;

  if tg_op = 'DELETE' or to_jsonb(new) - ends is distinct from to_jsonb(old) - ends
    or old.consumed_at is not null or old.revoked_at is not null then
    raise exception '% on governance_build_authorization is refused: grant % can only be used once or revoked', tg_op,
      old.auth_code
      using errcode = 'OR072';
  end if;
  if new.consumed_at is not null and (
    new.revoked_at is not null or old.expires_at <= clock_timestamp() or new.consumed_by <> old.granted_to
    or new.consumed_xid is distinct from pg_current_xact_id()
  ) then
    raise exception 'grant % is not used: it is for %, until %', old.auth_code, old.granted_to, old.expires_at
      using errcode = 'OR072';
  end if;
  return new;
end
$$;

create or replace trigger trg_authorization_guard
  before insert or update or delete on governance_build_authorization
  for each row execute function build_authorization_guard();
alter table governance_build_authorization enable always trigger trg_authorization_guard;
