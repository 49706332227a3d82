-- Whether people may be asked about a release (again): nobody was yet, or the request came to nothing. It burns neither
-- the code of the release, nor its packet, nor what was rehearsed.
create or replace function release_may_be_asked_anew(p_release governance_release) returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return p_release.request_code is null
    or request_status(p_release.request_code::text) in ('withdrawn', 'superseded', 'rejected', 'expired', 'deadlocked');
end
$$;
