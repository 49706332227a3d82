-- Lets one marked row stand for everybody's approval of a packet, where there is none yet. simulated_approval_guard
-- refuses it anywhere but on a proven clone.
create or replace function simulate_approval(p_release text, p_packet text, p_by text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_simulated_approval (release_code, packet_tree_sha256, created_by)
  values (p_release, p_packet, p_by)
  on conflict (release_code) do nothing
$$;
