-- Takes the locks of a release and looks whether it may be carried out now: its status, its packet, the gate. Writes
-- nothing.
--   p_packet  packet_tree_sha256 of the bytes that are about to run, where the caller knows it
create or replace function check_release(p_release text, p_packet text default null) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  release governance_release;
begin
  perform lock_for_release();
  select * into release from governance_release where release_code::text = p_release;
  if release.release_code is null then
    raise exception 'there is no release % here', p_release
      using errcode = 'OR073', hint = 'Request it first: `one-roof release request`.';
  end if;
  if release.status in ('applied', 'rolled_back') then
    raise exception 'release % is % already', p_release, replace(release.status, '_', ' ')
      using errcode = 'OR073',
            hint = case release.status when 'applied' then 'To undo it: `one-roof release rollback`.'
              else 'Build another release.' end;
  end if;
  if p_packet is distinct from release.packet_tree_sha256 and p_packet is not null then
    raise exception 'these are not the bytes of release %: expected packet %, found %', p_release,
      release.packet_tree_sha256, p_packet
      using errcode = 'OR082', hint = 'Use the ratified packet.';
  end if;
  if rehearsal_is_missing(release.packet_tree_sha256)
    and not coalesce(approval_is_simulated(p_release, release.packet_tree_sha256), false) then
    raise exception 'no rehearsal of exactly this packet is recorded for release %', p_release
      using errcode = 'OR073',
        hint = 'Rehearse it on a clone, signed by a pinned key: `one-roof release rehearse --key`, then `one-roof release request`.';
  end if;
  -- Granting its window notes that it is ratified: where that is all that lacks, the window is.
  if release.status <> 'ratified' and not release_is_approved(p_release) then
    raise exception 'release % is not ratified: it is %', p_release, release.status
      using errcode = 'OR073', hint = '`one-roof release status` says what comes next.';
  end if;
  if release.kind = 'foundation' and exists (select from governance_object_ownership) then
    raise exception 'release % is a foundation release, but owner rows already exist: roll back the earlier release first', p_release
      using errcode = 'OR073', hint = '`one-roof release status` names what was applied.';
  end if;

  perform assert_release_gate(p_release);
end
$$;
