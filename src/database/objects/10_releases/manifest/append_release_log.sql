-- Appends to the log of a release; to none where there is no such release. release_guard refuses what takes an entry
-- away.
--   p_entries  a list of entries
create or replace function append_release_log(p_release text, p_entries jsonb) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  update governance_release set log = log || p_entries where release_code::text = p_release
$$;
