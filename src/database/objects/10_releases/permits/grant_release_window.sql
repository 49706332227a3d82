-- Grants the run permit of a release: somebody who holds a seat allows an operator one run of it, until a moment that
-- the signed statement names. Marks the release as ratified, which its approved request proves. Returns the code of the
-- permit.
--   p_proof  {"user", "method", "statement", "public_key", "assertion"}: who grants it, and what proves it
create or replace function grant_release_window(
  p_release text, p_granted_to text, p_until timestamptz, p_proof jsonb
) returns text
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  release governance_release;
  code text;
begin
  select * into release from governance_release where release_code::text = p_release for update;
  perform require_named(release.release_code is not null, 'release', p_release);
  if release.request_code is null then
    raise exception 'no run permit: release % has no request', p_release
      using errcode = 'OR072', hint = 'File one with `one-roof release request`.';
  end if;
  if release.status in ('draft', 'rehearsed') and release_is_approved(p_release) then
    update governance_release set status = 'ratified' where release_code = release.release_code;
  end if;

  -- What has expired unused makes room for the next.
  update governance_build_authorization
    set revoked_at = clock_timestamp(), revoked_by = 'expiry', revoked_reason = 'expired'
    where request_code = release.request_code and step_name = 'release:' || p_release
      and consumed_at is null and revoked_at is null and expires_at <= clock_timestamp();
  -- The first number that is free: nobody takes it away by a row of another step.
  select 'RUN-' || left(p_release, 40) || '-' || n into code
    from generate_series(1, 1 + (select count(*) from governance_build_authorization)) n
    where not exists (select from governance_build_authorization a
      where a.auth_code = 'RUN-' || left(p_release, 40) || '-' || n)
    order by n limit 1;
  insert into governance_build_authorization (
    auth_code, request_code, step_name, scope, risk_level, commit_allowed, requires_sovereign_esign,
    sovereign_esign_ref, rollback_plan_ref,
    granted_by, granted_to, expires_at, created_by, granter_user, method, statement, public_key, assertion
  ) values (
    code, release.request_code, 'release:' || p_release, release_window(release), 'sovereign', true, true,
    (
      select signature_id from v_bound_signature
      where request_code = release.request_code and problem is null and packet_tree_sha256 = release.packet_tree_sha256
      order by signed_at limit 1
    ),
    'rollback/99_rollback_full.sql', '', p_granted_to, p_until, 'permit', (p_proof ->> 'user')::uuid,
    p_proof ->> 'method',
    p_proof ->> 'statement', coalesce(p_proof ->> 'public_key', ''), coalesce(p_proof -> 'assertion', '{}'));
  return code;
end
$$;
