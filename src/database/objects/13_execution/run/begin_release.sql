-- Begins to carry out a release in this transaction: checks it and uses its window, before anything is written.
-- Afterwards release_in_progress() says which release it is.
create or replace function begin_release(p_release text, p_packet text default null) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  perform check_release(p_release, p_packet);
  if not approval_is_simulated(p_release, (select packet_tree_sha256 from governance_release
    where release_code::text = p_release)) then
    if is_proven_clone() then
      raise exception 'release % has no simulated approval on this clone', p_release
        using errcode = 'OR072', hint = 'Use `one-roof release rehearse`.';
    end if;
    perform use_release_window(p_release);
  end if;
  update governance_release set run_xid = pg_current_xact_id() where release_code::text = p_release;
  perform set_config('one_roof.approval', coalesce(release_approval(p_release), ''), true);
end
$$;
