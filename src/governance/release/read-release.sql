-- One release ($1), with its tiers, its runs and the rehearsals of its packet.
select
  v.*,
  r.plan -> 'from' as "from",
  r.plan -> 'to' as "to",
  r.plan -> 'tiers' as tiers,
  (select q.proposed_action from approval_requests q where q.code = r.request_code) as proposed_action,
  r.log as runs,
  r.entry_fingerprint,
  r.rehearsed_fingerprint,
  r.exit_fingerprint,
  (
    select coalesce(jsonb_agg(jsonb_build_object(
      'database', h.performed_on,
      'mode', h.mode,
      'performed_at', to_char(h.performed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'before', h.before,
      'after_apply', h.after_apply,
      'after_rollback', h.after_rollback) order by h.performed_at), '[]')
    from governance_rehearsal h
    where h.packet_tree_sha256 = r.packet_tree_sha256 and row_counts(row_digest(h))
  ) as rehearsal_list
from v_release v
join governance_release r on r.release_code::text = v.release
where v.release = $1
