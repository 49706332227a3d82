-- What the database says of a request, for RequestBundle. A baseline is what a release may change and has not yet; residue is
-- what would be left of one that was begun and not finished.
with asked as (
  select r.*, request_status(r.code) as status, request_risk(r.proposed_action_code) as risk_level
  from approval_requests r
  where r.code = $1
), figures as (
  select
    (select count(*) from governance_object_ownership) as own,
    (select count(*) from v_object_owner_conflict) as conflicts,
    (select count(*) from event_outbox where event_domain = 'governance') as emitted,
    (select status = 'applied' from asked) as is_applied
)
select jsonb_build_object(
  'generated_at', clock_timestamp(),
  'database', current_database(),
  'environment', environment_name(),
  'requests', (
    select coalesce(jsonb_agg(to_jsonb(a)), '[]') from asked a),
  'policy', (
    select jsonb_build_object('profile', p.profile, 'methods', p.methods, 'pinning', p.pinning, 'cooling_hours', p.cooling_hours, 'approval_ref', p.approval_ref)
    from current_policy() p),
  'quorum', (
    select to_jsonb(q) from current_policy() p join apr_quorum_policy q on q.profile = p.profile
    where q.risk_level = (select a.risk_level from asked a)),
  'seats', (
    select coalesce(jsonb_agg(to_jsonb(s) order by s.id), '[]') from governance_seat s),
  'votes', (
    select coalesce(jsonb_agg(to_jsonb(v) || jsonb_build_object(
      'revision_digest', a.revision_digest, 'statement', p.statement, 'public_key', nullif(p.public_key, ''), 'assertion', p.assertion) order by v.signed_at), '[]')
    from asked a
    join v_request_vote v on v.request_code = a.code
    join apr_approvals p on row_digest(p) = v.row_digest and p.request_code = a.code),
  'signatures', (
    select coalesce(jsonb_agg(to_jsonb(b) order by b.signed_at), '[]') from v_bound_signature b where b.request_code = $1),
  'ledger_head', (
    select jsonb_build_object('seq', s.seq, 'hash', s.hash) from v_ledger_state s),
  'baseline', (
    select jsonb_build_array(
      jsonb_build_object('name', 'owner rows', 'expected', case when f.is_applied then f.own else 0 end::text, 'found', f.own::text),
      jsonb_build_object('name', 'conflicts', 'expected', '0', 'found', f.conflicts::text))
    from figures f),
  'residue', (
    select jsonb_build_array(
      jsonb_build_object('name', 'governance events in the outbox', 'expected', '0', 'found', f.emitted::text),
      jsonb_build_object('name', 'open requests about the same', 'expected', '0', 'found', (
        select count(*) from approval_requests o join asked a on a.subject = o.subject
        where o.code <> a.code and request_status(o.code) in ('pending', 'approved', 'conflicted', 'deadlocked'))::text))
    from figures f)
) as bundle
