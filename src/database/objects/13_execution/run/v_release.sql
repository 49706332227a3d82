-- The releases, with what became of the request about each and how often its packet was rehearsed. `verified` is
-- whether what ratified one that is applied counts; NULL where it is not applied.
create or replace view v_release as
select
  r.release_code::text as release,
  r.kind,
  r.status,
  r.packet_tree_sha256,
  r.request_code::text as request,
  request_status(r.request_code::text) as request_status,
  rehearsals_of(r.packet_tree_sha256) as rehearsals,
  case when r.status = 'applied' then ratification_counts(r.release_code::text) end as verified,
  r.created_at,
  r.applied_at,
  r.rolled_back_at
from governance_release r;
