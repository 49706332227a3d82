-- What people did to ratify what a request asked for, in acts that count (see row_counts), and what the policy wanted
-- that was in force when the approval was used; before that, the one in force now. The request is what its signed
-- content says (request_as_signed), and what it takes is what it takes before the fact (quorum_of), among the holders
-- of then. Who left a seat since counts, and so does what that policy let count: a later policy neither takes a
-- ratification away, nor makes one. An act counts for what its signer was by name when it was received, which is asked
-- again here: a vote for the seat that they held, a signature of a seat that may sign, none of either by who proposed
-- what was signed or would lose their seat by it, and a confirmation by nobody else. Who rejected it before it was
-- carried out is heard as well. `ok` is whether it came to what was wanted. No row if there is no such request.
create or replace function ratified_standing(p_code text)
returns table (
  profile text, president bigint, president_needed integer, council bigint, council_needed integer, "any" bigint,
  any_needed integer,
  signatures bigint, confirmed boolean, ok boolean)
language sql stable
set search_path = :"schema", pg_temp
as $$
  with asked as (
    select q.revision_digest, r as request, r.proposer, p.profile, p.methods, p.profile <> 'council'
      and p.vote_proof = 'session' as by_session,
      coalesce(u.consumed_at, 'infinity') as used_at, n.president_votes, n.council_votes, n.any_votes, n.signing_seats,
      n.rejections
    from approval_requests q
    cross join lateral request_as_signed(q) r
    left join governance_consumed_approval u on u.request_code = q.code
    left join lateral (
      select b.* from policy_before(p_code) b
      union all
      select c.* from current_policy() c where u.request_code is null
    ) p on true
    left join lateral quorum_of(r, p.profile, coalesce(u.consumed_at, 'infinity')) n on true
    where q.code::text = p_code
  ), found as (
    select a.*, v.*, (
        select count(*) from governance_signature g
        where g.request_code::text = p_code and g.revision_digest = a.revision_digest and g.method = any (a.methods)
          and g.signer <> a.proposer and not named_loses_seat(a.request, g.signer)
            and held_seat(g.signer, a.signing_seats, g.signed_at)
          and row_counts(row_digest(g))) as signatures,
      a.profile = 'council' or a.by_session or exists (
        select from governance_confirmation f
        where f.request_code::text = p_code and f.revision_digest = a.revision_digest and f.signer = a.proposer
          and row_counts(row_digest(f))) as confirmed
    from asked a
    cross join lateral (
      select
        count(distinct v.approver) filter (where v.decision = 'approve' and v.seat = 'president') as president,
        count(distinct v.approver) filter (where v.decision = 'approve'
          and v.seat in ('council', 'ai_council')) as council,
        count(distinct v.approver) filter (where v.decision = 'approve'
          and v.seat in ('president', 'council')) as by_people,
        count(distinct v.approver) filter (where v.decision = 'reject' and v.signed_at <= a.used_at) as rejected
      from apr_approvals v
      where v.request_code::text = p_code and v.revision_digest = a.revision_digest
        and v.approver <> a.proposer and not named_loses_seat(a.request, v.approver)
          and held_seat(v.approver, array[v.seat], v.signed_at)
        and (v.method <> 'session' or a.by_session) and row_counts(row_digest(v))
        and not exists (
          select from apr_approvals o
          where o.request_code = v.request_code and o.revision_digest = v.revision_digest and o.approver = v.approver
            and vote_precedes(o, v)
            and o.signed_at <= a.used_at and (o.method <> 'session' or a.by_session) and row_counts(row_digest(o)))
    ) v
  )
  select
    f.profile, f.president, coalesce(f.president_votes, 1), f.council, coalesce(f.council_votes, 1), f.by_people,
    coalesce(f.any_votes, 1),
    f.signatures, f.confirmed,
    coalesce(
      f.president >= f.president_votes and f.council >= f.council_votes and f.by_people >= f.any_votes
        and f.rejected < f.rejections and f.signatures > 0 and f.confirmed, false)
  from found f
$$;
