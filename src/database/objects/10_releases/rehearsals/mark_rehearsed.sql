-- Marks the draft of a release as rehearsed, with the fingerprint that the last rehearsal ended with, where one of
-- exactly this packet counts: see row_counts().
create or replace function mark_rehearsed(p_release text, p_packet text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  update governance_release set status = 'rehearsed', rehearsed_fingerprint = h.after_apply
  from (
    select after_apply from governance_rehearsal h
    where packet_tree_sha256 = p_packet and release_code::text = p_release and row_counts(row_digest(h))
    order by id desc limit 1
  ) h
  where release_code::text = p_release and status = 'draft'
$$;
