-- The releases, the newest first, with what became of their requests and run permits.
select
  r.release_code::text as release,
  r.kind,
  r.status,
  r.packet_tree_sha256,
  r.request_code::text as request,
  case when r.request_code is not null then request_status(r.request_code::text) end as request_status,
  release_is_approved(r.release_code::text) as ratified,
  release_may_be_asked_anew(r) as may_be_asked_anew,
  case when r.status = 'applied' then ratification_counts(r.release_code::text) end as verified,
  -- What the gate is asked about: those that could be next. The rest opens nothing.
  r.status in ('draft', 'rehearsed', 'ratified') and (
    release_is_approved(r.release_code::text) or r.release_code::text in (select next_releases())
      or coalesce(approval_is_simulated(r.release_code::text, r.packet_tree_sha256), false)
  ) as judged,
  rehearsals_of(r.packet_tree_sha256) as rehearsals,
  (select count(*) from governance_rehearsal h
    where h.packet_tree_sha256 = r.packet_tree_sha256) - rehearsals_of(r.packet_tree_sha256) as unproven_rehearsals,
  w.auth_code as "window",
  w.expires_at as window_expires_at,
  w.granted_to as permitted_to,
  r.entry_fingerprint,
  r.rehearsed_fingerprint,
  r.exit_fingerprint,
  r.applied_at,
  r.rolled_back_at,
  r.plan -> 'from' as "from",
  r.plan -> 'to' as "to",
  r.log,
  r.created_at
from governance_release r
left join lateral (
  select auth_code, expires_at, granted_to from governance_build_authorization a
  where a.request_code = r.request_code and a.step_name = 'release:' || r.release_code
    and a.consumed_at is null and a.revoked_at is null and a.expires_at > now()
    and (a.method <> 'session' or votes_by_session()) and row_counts(row_digest(a))
  limit 1
) w on true
where $1::text is null or r.release_code::text = $1
order by r.created_at desc, r.release_code
limit 100
