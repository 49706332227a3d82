-- What the window of a release covers: the release, its packet and its tiers. A grant that says anything else is none.
create or replace function release_window(p_release governance_release) returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case when p_release.release_code is not null then jsonb_build_object(
    'release', p_release.release_code, 'packet', p_release.packet_tree_sha256, 'steps',
    to_jsonb(release_steps(p_release.plan))) end
$$;
