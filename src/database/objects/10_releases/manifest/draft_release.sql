-- Drafts a release of a packet, unless one of this code is there: the caller compares its packet with theirs.
create or replace function draft_release(
  p_release text, p_kind text, p_packet text, p_plan jsonb, p_by text
) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_release (release_code, kind, packet_tree_sha256, plan, created_by)
  values (p_release, p_kind, p_packet, p_plan, p_by)
  on conflict (release_code) do nothing
$$;
