-- What the decision documents are made of, in one row. `release` is the newest one that was not rolled back; `signed` is whether a
-- signature of somebody who may sign counts, as far as the database can tell, or did when the request was carried out.
with release as (
  select r.release_code::text as code, r.packet_tree_sha256, r.status
  from governance_release r
  where r.status <> 'rolled_back'
  order by r.created_at desc, r.release_code desc
  limit 1
),
signed as (
  select b.request_code::text as request, max(b.signed_at) as at
  from v_bound_signature b
  where b.problem is null or b.status = 'applied'
  group by b.request_code
),
request as materialized (
  select
    q.code::text as code, q.subject, q.packet_tree_sha256 as packet, q.proposed_action_code as action, request_status(q.code::text) as status,
    q.proposed_action, q.proposed_action ->> 'option' as option, s.at as signed_at,
    coalesce(q.proposed_action ->> 'selected_option', q.evidence ->> 'selected_option') as claimed_option
  from approval_requests q
  left join signed s on s.request = q.code::text
),
of_release as (
  select q.*
  from request q join release r on q.subject = 'release:' || r.code and q.packet = r.packet_tree_sha256
  order by q.status in ('approved', 'applied') desc, q.signed_at desc nulls last
  limit 1
)
select
  clock_timestamp() as now,
  e.kind as environment,
  e.kind = 'production' and e.declared_dbname = e.dbname as "isProduction",
  current_plan() is not null as "hasPlan",
  governance_profile() as profile,
  coalesce(
    (select q.rehearsal_needed from apr_quorum_policy q where q.profile = governance_profile() and q.risk_level = 'high'), true
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
  ) as rehearsals,
  (
    select coalesce(jsonb_agg(jsonb_build_object('request', code, 'option', option, 'signedAt', signed_at) order by signed_at desc), '[]')
    from request where option is not null and status = 'approved' and signed_at is not null
  ) as selections,
  (
    select coalesce(jsonb_agg(jsonb_build_object('blocker', proposed_action ->> 'closes_blocker', 'signedAt', signed_at)), '[]')
    from request where proposed_action ? 'closes_blocker' and status in ('approved', 'applied') and signed_at is not null
  ) as closings,
  (
    -- What is asked for by itself: every action with a handler of ours but the release itself.
    select coalesce(jsonb_agg(jsonb_build_object('action', t.action_code, 'signedAt', q.signed_at) order by t.action_code), '[]')
    from apr_action_types t
    left join (
      select action, max(signed_at) as signed_at from request
      where status in ('approved', 'applied') and signed_at is not null group by action
    ) q on q.action = t.action_code
    where t.status = 'active' and t.handler_ref like 'one-roof:%' and t.action_code <> 'authorize_build_step'
  ) as acts,
  (
    select coalesce(jsonb_agg(relation order by relation), '[]') from v_governance_guard where trigger_name = 'trg_capability_absent'
  ) as absent,
  (
    -- Approvals that are claimed, and no signature says so. A clone is not asked: there they are simulated, and say so.
    select coalesce(jsonb_agg(jsonb_build_object('claim', claim, 'found', found) order by claim), '[]')
    from (
      select 'request ' || code || ' says that ' || claimed_option || ' is selected' as claim,
        'status ' || status || ', a request does not select' as found
      from request where claimed_option is not null
      union all
      select 'release ' || r.release_code || ' is ' || r.status, 'no request for this packet with a signature that counts'
      from governance_release r
      where e.kind <> 'clone' and r.status in ('ratified', 'applied')
        and not exists (
          select from request q
          where q.subject = 'release:' || r.release_code and q.packet = r.packet_tree_sha256 and q.signed_at is not null)
      union all
      select 'owner rows refer to approval ' || coalesce(o.approval_ref::text, 'none'), count(*) || ' rows, and no such request with a signature that counts'
      from governance_object_ownership o
      where e.kind <> 'clone' and o.lifecycle_status = 'active'
        and not exists (select from request q where q.code = o.approval_ref::text and q.signed_at is not null)
      group by o.approval_ref
    ) c
  ) as fabricated
from v_current_environment e
