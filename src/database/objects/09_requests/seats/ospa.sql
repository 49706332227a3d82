-- ospa: how many sovereign signatures are bound to the exact revision of a release request that is approved and not
-- expired, and not carried out yet; for one packet, or for any. Rows of a table of the same name in another schema
-- never count.
create or replace function ospa(p_packet text default null) returns bigint
language sql stable
set search_path = :"schema", pg_temp
as $$
  select count(*) from v_bound_signature b
  where b.problem is null and b.status = 'approved' and b.subject like 'release:%'
    and (p_packet is null or b.packet_tree_sha256 = p_packet)
$$;
