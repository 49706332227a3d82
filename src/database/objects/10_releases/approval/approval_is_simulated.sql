-- Whether the approval of a release is simulated here: on a proven clone, for exactly this packet.
create or replace function approval_is_simulated(p_release text, p_packet text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select is_proven_clone() and exists (
    select from governance_simulated_approval where release_code::text = p_release and packet_tree_sha256 = p_packet
  )
$$;
