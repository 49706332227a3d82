-- Uses the run permit of a release, in the transaction that carries it out: compare and set, before anything is
-- written.
create or replace function use_release_window(p_release text) returns text
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  actor text := coalesce(nullif(current_setting('one_roof.actor', true), ''), 'session:' || session_user);
  release governance_release;
  newest governance_build_authorization;
  code text;
begin
  select * into release from governance_release where release_code::text = p_release;
  update governance_build_authorization a
    set consumed_at = clock_timestamp(), consumed_by = actor, consumed_xid = pg_current_xact_id()
    where a.auth_code = (
      select p.auth_code from governance_build_authorization p
      where p.request_code = release.request_code and p.step_name = 'release:' || p_release
        and p.scope = release_window(release)
        and p.granted_to = actor and p.consumed_at is null and p.revoked_at is null and p.expires_at > clock_timestamp()
        and (p.method <> 'session' or votes_by_session()) and row_counts(row_digest(p))
      order by p.granted_at limit 1)
    returning auth_code into code;
  if code is not null then
    return code;
  end if;

  select * into newest from governance_build_authorization
    where request_code = release.request_code and step_name = 'release:' || p_release
    order by granted_at desc, auth_code desc limit 1;
  raise exception 'release % has no run permit: %', p_release, case
      when newest.auth_code is null then 'none was granted'
      when newest.revoked_at is not null then format('%s was revoked', newest.auth_code)
      when newest.consumed_at is not null then format('%s was used already', newest.auth_code)
      when newest.expires_at <= clock_timestamp() then format('%s has expired', newest.auth_code)
      when newest.scope is distinct from release_window(release) then
        format('%s covers %s, and the release is %s', newest.auth_code, newest.scope, release_window(release))
      when newest.granted_to = actor then format('%s: %s', newest.auth_code, problem_text('not_verified'))
      else format('%s is for %s, and this is %s', newest.auth_code, newest.granted_to, actor)
    end
    using errcode = 'OR072',
          hint = format(
            'A seat holder signs one: `one-roof request statement %s --act permit --to %s --as EMAIL`, then `one-roof release permit %s`.',
            release.request_code, actor, p_release);
end
$$;
