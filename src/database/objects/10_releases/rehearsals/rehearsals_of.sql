-- How often a packet was rehearsed, as far as anybody can tell who verified the evidence: see row_counts().
create or replace function rehearsals_of(p_packet text) returns bigint
language sql stable
set search_path = :"schema", pg_temp
as $$
  select count(*) from governance_rehearsal h where h.packet_tree_sha256 = p_packet and row_counts(row_digest(h))
$$;
