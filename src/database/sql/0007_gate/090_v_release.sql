-- The releases, with what became of the request about each and how often its packet was rehearsed.
create view v_release as
select
  r.release_code::text as release,
  r.kind,
  r.status,
  r.packet_tree_sha256,
  r.request_code::text as request,
  request_status(r.request_code::text) as request_status,
  (select count(*) from governance_rehearsal h where h.packet_tree_sha256 = r.packet_tree_sha256) as rehearsals,
  r.created_at,
  r.applied_at,
  r.rolled_back_at
from governance_release r;
