-- Begins to take a release back in this transaction. False where there is nothing to do: it is not applied.
--   p_packet  packet_tree_sha256 of the bytes that are about to run, where the caller knows it
create or replace function begin_rollback(p_release text, p_packet text default null) returns boolean
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  release governance_release;
  dependants text;
begin
  perform lock_for_release();
  select * into release from governance_release where release_code::text = p_release;
  if release.release_code is null then
    raise exception 'there is no release % here', p_release
      using errcode = 'OR073', hint = '`one-roof release status` lists them.';
  end if;
  if p_packet is distinct from release.packet_tree_sha256 and p_packet is not null then
    raise exception 'these are not the bytes of release %: expected packet %, found %', p_release,
      release.packet_tree_sha256, p_packet
      using errcode = 'OR082', hint = 'Use the packet that was applied.';
  end if;
  if release.status <> 'applied' then
    return false;
  end if;
  select string_agg(dependant, ', ' order by dependant) into dependants from release_dependant(p_release);
  if dependants is not null then
    raise exception 'release % is not taken back: later data depends on it: %', p_release, dependants
      using errcode = 'OR076', hint = 'Take these back first, the latest one before the others.';
  end if;
  -- A rehearsal carries out and takes back in one transaction: what is about the whole is checked at the end of each.
  set constraints all deferred;
  update governance_release set run_xid = pg_current_xact_id() where release_code = release.release_code;
  perform set_config('one_roof.approval', coalesce(release_approval(p_release), ''), true);
  perform set_config('one_roof.rollback_tag', release_tag(p_release), true);
  return true;
end
$$;
