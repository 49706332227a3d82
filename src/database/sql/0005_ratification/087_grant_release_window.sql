-- Grants the window of a release: whoever holds a seat, in a session of theirs, allows an operator one run of it, for two hours unless it is said otherwise.
-- Marks the release as ratified, which its approved request proves. Returns the code of the grant.
create function grant_release_window(
  p_release text, p_granted_to text, p_valid interval default '2 hours'
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
    raise exception 'no window: nobody was asked about release %', p_release
      using errcode = 'OR072', hint = 'Ask with `one-roof release request`.';
  end if;
  if release.status in ('draft', 'rehearsed') and release_is_approved(p_release) then
    update governance_release set status = 'ratified' where release_code = release.release_code;
  end if;

  -- What has expired unused makes room for the next.
  update governance_build_authorization
    set revoked_at = clock_timestamp(), revoked_by = 'expiry', revoked_reason = 'expired'
    where request_code = release.request_code and step_name = 'release:' || p_release
      and consumed_at is null and revoked_at is null and expires_at <= clock_timestamp();
  code := 'WIN-' || left(p_release, 40) || '-' || (
    select count(*) + 1 from governance_build_authorization where request_code = release.request_code and step_name = 'release:' || p_release);
  insert into governance_build_authorization (
    auth_code, request_code, step_name, scope, risk_level, commit_allowed, requires_sovereign_esign, sovereign_esign_ref, rollback_plan_ref,
    granted_by, granted_to, expires_at, created_by
  ) values (
    code, release.request_code, 'release:' || p_release, release_window(release), 'sovereign', true, true,
    (
      select signature_id from v_bound_signature
      where request_code = release.request_code and problem is null and packet_tree_sha256 = release.packet_tree_sha256
      order by signed_at limit 1
    ),
    'rollback/99_rollback_full.sql', 'session', p_granted_to, now() + p_valid, 'session');
  return code;
end
$$;
