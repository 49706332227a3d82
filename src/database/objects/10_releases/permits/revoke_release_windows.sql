-- Takes back every run permit of a release that was not used: it is given to the wrong operator, or the run is called
-- off. It only ever takes away, so whoever may carry out a release may do it. Returns their codes.
create or replace function revoke_release_windows(p_release text, p_reason text) returns text[]
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
declare
  actor text := coalesce(nullif(current_setting('one_roof.actor', true), ''), 'session:' || session_user);
  revoked text[];
begin
  perform require_named(exists (select from governance_release where release_code::text = p_release), 'release',
    p_release);
  with taken_back as (
    update governance_build_authorization
      set revoked_at = clock_timestamp(), revoked_by = actor, revoked_reason = p_reason
      where step_name = 'release:' || p_release and consumed_at is null and revoked_at is null
      returning auth_code::text as code
  )
  select array_agg(code order by code) into revoked from taken_back;
  if revoked is null then
    raise exception 'release % has no run permit that could be taken back', p_release
      using errcode = 'OR072', hint = '`one-roof release status` says what comes next.';
  end if;
  return revoked;
end
$$;
