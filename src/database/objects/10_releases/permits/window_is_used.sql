-- Whether this very transaction has used the window of a release.
create or replace function window_is_used(p_release text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select exists (
    select
    from governance_release r
    join governance_build_authorization a on a.request_code = r.request_code and a.step_name = 'release:' || p_release
    where r.release_code::text = p_release and a.consumed_xid = pg_current_xact_id_if_assigned()
      and a.scope = release_window(r)
  )
$$;
