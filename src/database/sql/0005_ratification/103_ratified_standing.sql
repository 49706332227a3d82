-- What people did to ratify what a request asked for, in acts that count (see row_counts), and what the policy wanted that was in force when
-- the approval was used; before that, the one in force now. Who left a seat since counts, and so does what that policy let count: a later
-- policy neither takes a ratification away, nor makes one. An act counts for what its signer was by name when it was received, which is
-- asked again here: a vote for the seat that they held, a signature of a seat that may sign, none of either by who proposed what was signed,
-- and a confirmation by nobody else. `ok` is whether it came to what was wanted. No row if there is no such request.
create function ratified_standing(p_code text)
returns table (
  profile text, president bigint, president_needed integer, council bigint, council_needed integer, "any" bigint, any_needed integer,
  signatures bigint, confirmed boolean, ok boolean)
language sql stable
set search_path = :"schema", pg_temp
as $$
  with asked as (
    select r as request, p.profile, p.methods, p.profile <> 'council' and p.vote_proof = 'session' as by_session,
      -- One that takes the seat of the president is decided by the council.
      (r).proposed_action -> 'seats' @> '[{"change": "vacate", "seat": "president"}]' as without_president,
      q.president_votes, q.council_votes, q.any_votes,
      r.revision_content::jsonb ->> 'proposer' as proposer,
      case when (r).proposed_action -> 'seats' @> '[{"change": "vacate", "seat": "president"}]' then '{president,council}' else q.signing_seats end as signing_seats
    from approval_requests r
    left join lateral (
      select b.* from policy_before(p_code) b
      union all
      select c.* from current_policy() c
      where not exists (select from governance_consumed_approval u where u.request_code::text = p_code)
    ) p on true
    left join apr_quorum_policy q on q.profile = p.profile and q.risk_level = request_risk(r.proposed_action_code)
    where r.code::text = p_code
  ), found as (
    select a.*, v.*, (
        select count(*) from governance_signature g
        where g.request_code::text = p_code and g.revision_digest = (a.request).revision_digest and g.method = any (a.methods)
          and g.signer <> a.proposer and held_seat(g.signer, a.signing_seats, g.signed_at)
          and row_counts(row_digest(g))) as signatures,
      a.profile = 'council' or a.by_session or exists (
        select from governance_confirmation f
        where f.request_code::text = p_code and f.revision_digest = (a.request).revision_digest and f.signer = a.proposer
          and row_counts(row_digest(f))) as confirmed
    from asked a
    cross join lateral (
      select
        count(distinct v.approver) filter (where v.seat = 'president') as president,
        count(distinct v.approver) filter (where v.seat in ('council', 'ai_council')) as council,
        count(distinct v.approver) filter (where v.seat in ('president', 'council')) as by_people
      from apr_approvals v
      where v.request_code::text = p_code and v.revision_digest = (a.request).revision_digest and v.decision = 'approve'
        and v.approver <> a.proposer and held_seat(v.approver, array[v.seat], v.signed_at)
        and (v.method <> 'session' or a.by_session) and row_counts(row_digest(v))
    ) v
  )
  select
    f.profile, f.president, coalesce(f.president_votes, 1), f.council, coalesce(f.council_votes, 1), f.by_people, coalesce(f.any_votes, 1),
    f.signatures, f.confirmed,
    coalesce(
      (f.president >= f.president_votes or f.without_president) and f.council >= f.council_votes and f.by_people >= f.any_votes
        and f.signatures > 0 and f.confirmed, false)
  from found f
$$;
