-- What the database says of a request, for RequestBundle, in a transaction of countVerified(): by the same functions as
-- the gate, and by what a release of it is judged by afterwards. Before it is carried out the policy in force counts;
-- afterwards the one that it was decided by. What happens after that speaks neither for it nor against it: then nothing
-- is compared but what people signed.
with asked as materialized (
  select
    r as request, r.code::text as code, r.subject, request_status(r.code) as status,
    request_risk(r.proposed_action_code) as risk_level, l.release_code::text as release,
    request_is_applied(r) or coalesce(l.status = 'applied', false) as carried_out, unratified_rules() as rules
  from approval_requests r
  left join governance_release l
    on l.request_code = r.code and l.packet_tree_sha256 = r.packet_tree_sha256
      and r.subject = 'release:' || l.release_code
  where r.code = $1
), policy as materialized (
  select p.* from asked a cross join lateral policy_before(a.code) p where request_is_applied(a.request)
  union all
  select p.* from asked a cross join lateral current_policy() p where not request_is_applied(a.request)
), standing as materialized (
  select
    s.president_needed, s.council_needed, s.any_needed, s.signing_seats, s.rejections_needed,
    request_confirmed_at(a.request) is not null as confirmed,
    case when a.release is null then request_is_ratified(a.code) else release_is_approved(a.release) end as counts
  from asked a cross join lateral request_standing(a.request) s
  where not a.carried_out
  union all
  select
    s.president_needed, s.council_needed, s.any_needed, n.signing_seats, n.rejections, s.confirmed,
    case when a.release is null then s.ok else ratification_counts(a.release) end
  from asked a
  cross join lateral ratified_standing(a.code) s
  left join lateral quorum_of(
    request_as_signed(a.request), s.profile,
    coalesce((select u.consumed_at from governance_consumed_approval u where u.request_code::text = a.code),
      'infinity')) n on true
  where a.carried_out
), gate as materialized (
  select g.* from asked a cross join lateral gate_conditions(a.release) g
    where a.release is not null and not a.carried_out
)
select jsonb_build_object(
  'generated_at', clock_timestamp(),
  'database', current_database(),
  'environment', environment_name(),
  'requests', (
    select coalesce(jsonb_agg(to_jsonb(a.request) || jsonb_build_object('status', a.status, 'carried_out',
      a.carried_out)), '[]') from asked a),
  'policy', (
    select jsonb_build_object(
      'profile', p.profile, 'methods', p.methods, 'vote_proof', p.vote_proof, 'pinning', p.pinning, 'cooling_hours',
      p.cooling_hours,
      'approval_ref', p.approval_ref)
    from policy p),
  'quorum', (
    select jsonb_build_object(
      'risk_level', a.risk_level, 'president_votes', coalesce(s.president_needed, 1), 'council_votes',
      coalesce(s.council_needed, 1),
      'any_votes', coalesce(s.any_needed, 1), 'signing_seats', coalesce(s.signing_seats, '{}'), 'rejections',
      coalesce(s.rejections_needed, 1))
    from asked a left join standing s on true),
  'seats', (
    select coalesce(jsonb_agg(to_jsonb(s) order by s.id), '[]') from governance_seat s),
  'votes', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'row_digest', v.row_digest, 'seat', v.seat, 'approver_type', v.approver_type, 'problem', v.problem)), '[]')
    from v_request_vote v where v.request_code = $1),
  'signatures', (
    select coalesce(jsonb_agg(jsonb_build_object('row_digest', b.row_digest, 'problem', b.problem)), '[]')
    from v_bound_signature b where b.request_code = $1),
  'confirmed', (select coalesce(bool_or(s.confirmed), false) from standing s),
  'ledger_head', (
    select jsonb_build_object('seq', s.seq, 'hash', s.hash) from v_ledger_state s),
  'ratified', (
    select jsonb_build_array(
        jsonb_build_object('name', 'the database counts what ratified it', 'expected', 'yes', 'found',
          case when (select s.counts from standing s) then 'yes' else 'no' end),
        jsonb_build_object('name', 'changes of seats and policy', 'expected', 'ratified', 'found',
          coalesce(a.rules, 'ratified')),
        jsonb_build_object('name', 'what the row of the request says', 'expected', 'what was signed', 'found',
          coalesce(request_difference(a.request), 'what was signed')))
      || case
        when a.subject not like 'release:%' then '[]'
        else jsonb_build_array(jsonb_build_object('name', a.subject, 'expected', 'to come, or applied', 'found',
          coalesce((
          select case
            when a.release is null then 'asked for by ' || coalesce('request ' || l.request_code, 'nobody')
              || ', with packet ' || l.packet_tree_sha256
            when l.status in ('draft', 'rehearsed', 'ratified', 'applied') then 'to come, or applied'
            else replace(l.status, '_', ' ') end
          from governance_release l where 'release:' || l.release_code = a.subject), 'no such release')))
      end
      || (
        -- The rest of what the gate asks of people, but whether somebody may be about to act as one.
        select coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'expected', g.expected, 'found', g.actual)), '[]')
        from gate g where g.condition = 2 and g.name not in ('release', 'ospa', 'rules', 'sessions') and g.ok is false)
    from asked a),
  'baseline', coalesce(
    (select jsonb_agg(jsonb_build_object('name', g.name, 'expected', g.expected, 'found', g.actual)) from gate g
      where g.name in ('own', 'conflict')),
    (select jsonb_build_array(jsonb_build_object('name', 'own', 'expected', o.own, 'found', o.own))
      from (select count(*)::text as own from governance_object_ownership where lifecycle_status = 'active') o)),
  'residue', (
    select jsonb_build_array(jsonb_build_object('name', 'requests about the same that could be carried out too',
      'expected', '0', 'found', (
        select count(*) from approval_requests o
        where not a.carried_out and o.subject = a.subject and o.code::text <> a.code
          and request_status(o.code) in ('approved', 'conflicted'))::text))
      || (
        select coalesce(jsonb_agg(jsonb_build_object('name', 'governance events of types that nobody ratified',
          'expected', g.expected, 'found', g.actual)), '[]')
        from gate g where g.name = 'emit')
    from asked a)
) as bundle
