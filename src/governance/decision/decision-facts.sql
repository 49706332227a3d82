-- What the decision documents are made of, in one row. `release` is the one that the gate answers about. `request` are
-- those that could say something: signed ones, that of the release, and what claims that it selects; how many others
-- there are costs nothing. `signed` is whether a signature of somebody who may sign counts, as far as the database can
-- tell, or did when the request was carried out.
with release as materialized (
  select r.release_code::text as code, r.packet_tree_sha256, r.status, r.request_code::text as request
  from governance_release r
  where r.release_code::text = (select judged_release())
),
signed as materialized (
  select b.request_code::text as request, max(b.signed_at) as at
  from v_bound_signature b
  where b.problem is null or b.status = 'applied' and row_counts(b.row_digest)
  group by b.request_code
),
request as materialized (
  select
    q.code::text as code, q.subject, q.packet_tree_sha256 as packet, q.proposed_action_code as action,
    request_status(q.code::text) as status,
    q.proposed_action, q.proposed_action ->> 'option' as option, s.at as signed_at,
    coalesce(q.proposed_action ->> 'selected_option', q.evidence ->> 'selected_option') as claimed_option
  from approval_requests q
  left join signed s on s.request = q.code::text
  where q.code::text in (select request from signed union all select request from release)
    or q.code in (
      select c.code from approval_requests c
      where c.proposed_action ? 'selected_option' or c.evidence ? 'selected_option'
      order by c.created_at desc limit 100)
),
of_release as (
  select q.*
  from request q join release r on q.code = r.request and q.packet = r.packet_tree_sha256
)
select
  clock_timestamp() as now,
  e.kind as environment,
  e.kind = 'production' and e.declared_dbname = e.dbname as "isProduction",
  current_plan() is not null as "hasPlan",
  governance_profile() as profile,
  coalesce(
    (select q.rehearsal_needed from apr_quorum_policy q
      where q.profile = governance_profile() and q.risk_level = 'high'), true
  ) as "rehearsalNeeded",
  (select jsonb_build_object('code', code, 'status', status) from release) as release,
  (select jsonb_build_object('code', code, 'status', status, 'signedAt', signed_at) from of_release) as request,
  (
    -- A grant of exactly this request that is neither used nor over.
    select max(a.granted_at)
    from governance_build_authorization a join of_release q on q.code = a.request_code::text
    where a.commit_allowed and a.consumed_at is null and a.revoked_at is null and a.expires_at > clock_timestamp()
  ) as "windowGrantedAt",
  (
    select jsonb_build_object(
      'txn', count(*) filter (where h.mode = 'TXN'),
      'snap', count(*) filter (where h.mode = 'SNAP'),
      'snapAt', max(h.performed_at) filter (where h.mode = 'SNAP'))
    from governance_rehearsal h join release r using (packet_tree_sha256)
    where row_counts(row_digest(h))
  ) as rehearsals,
  (
    select coalesce(jsonb_agg(jsonb_build_object('request', code, 'option', option, 'signedAt', signed_at)
      order by signed_at desc), '[]')
    from request where option is not null and status = 'approved' and signed_at is not null
  ) as selections,
  (
    select coalesce(jsonb_agg(jsonb_build_object('blocker', proposed_action ->> 'closes_blocker', 'signedAt',
      signed_at)), '[]')
    from request where proposed_action ? 'closes_blocker' and status in ('approved', 'applied')
      and signed_at is not null
  ) as closings,
  (
    -- What is asked for by itself: every action with a handler of ours but the release itself.
    select coalesce(jsonb_agg(jsonb_build_object('action', t.action_code, 'signedAt', q.signed_at)
      order by t.action_code), '[]')
    from apr_action_types t
    left join (
      select action, max(signed_at) as signed_at from request
      where status in ('approved', 'applied') and signed_at is not null group by action
    ) q on q.action = t.action_code
    where t.status = 'active' and t.handler_ref like 'one-roof:%' and t.action_code <> 'authorize_build_step'
  ) as acts,
  (
    select coalesce(jsonb_agg(relation order by relation), '[]') from v_governance_guard
      where trigger_name = 'trg_capability_absent'
  ) as absent,
  (
    -- Approvals that are claimed, and no signature says so. A clone is not asked: there they are simulated, and say so.
    select coalesce(jsonb_agg(jsonb_build_object('claim', claim, 'found', found) order by claim), '[]')
    from (
      select 'request ' || code || ' says that ' || claimed_option || ' is selected' as claim,
        'status ' || status || ', a request does not select' as found
      from request where claimed_option is not null
      union all
      select 'release ' || r.release_code || ' is ' || r.status, 'no votes and signature for this packet that count'
      from governance_release r
      where e.kind <> 'clone' and (
        r.status = 'applied' and not ratification_counts(r.release_code::text)
        -- That it once was ratified is noted when its run is permitted. Its request may have come to nothing since, or
        -- say something else; what was signed stays, also on an earlier revision, and is verified as everything is.
        or r.status = 'ratified' and not exists (
          select from approval_requests q join governance_signature g on g.request_code = q.code
          where q.subject = 'release:' || r.release_code and q.packet_tree_sha256 = r.packet_tree_sha256
            and row_counts(row_digest(g))))
      union all
      select 'owner rows refer to approval ' || coalesce(o.approval_ref::text, 'none'),
        count(*) || ' rows, and no votes and signature on it that count'
      from governance_object_ownership o
      where e.kind <> 'clone' and o.lifecycle_status = 'active'
      group by o.approval_ref
      having not coalesce((select s.ok from ratified_standing(o.approval_ref::text) s), false)
    ) c
  ) as fabricated
from v_current_environment e
