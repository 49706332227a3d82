-- The requests by which policies and seats were changed and that do not come to what the policy before asked for, in
-- acts that count (see ratified_standing()), or whose changes are not the rows that are there: a change that the
-- database let pass because rows were bound, and not verified, is one, and so is one that was written past the table
-- rules, with other values than people ratified or only in part. BOOTSTRAP is the approval of the very first policy and
-- of what its transaction filled, and of nothing else. NULL where there is none.
create or replace function unratified_rules() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  with begun as materialized (
    select p.id, p.xid from governance_policy p order by p.id limit 1
  ), change as materialized (
    select p.approval_ref::text as code, change_of(p) as change, p.id = (select b.id from begun b) as is_begun
      from governance_policy p
    union all
    select s.approval_ref::text, change_of(s, 'fill'), s.xid = (select b.xid from begun b) from governance_seat s
    union all
    select coalesce(s.vacated_ref::text, 'nobody'), change_of(s, 'vacate'), false from governance_seat s
      where s.vacated_at is not null
  ), used as materialized (
    select u.request_code::text as code, u.consumed_at, request_as_signed(q) as request
    from governance_consumed_approval u join approval_requests q on q.code = u.request_code
    where u.handler_ref = 'one-roof:delegate_authority' or q.proposed_action_code = 'delegate_authority'
  ), asked as (
    select u.code, u.consumed_at, c as change from used u cross join lateral delegated_changes(u.request) c
  ), problem as (
    select format('BOOTSTRAP: %s is not of the first registration', c.change) as said
    from change c where c.code = 'BOOTSTRAP' and not coalesce(c.is_begun, false)
    union all
    select format('%s: %s stands there %s times', c.code, c.change, count(*))
    from change c group by c.code, c.change having count(*) > 1
    union all
    select format('%s: it does not ask for %s', c.code, c.change)
    from change c
    where c.code <> 'BOOTSTRAP' and exists (select from used u where u.code = c.code)
      and not exists (select from asked a where (a.code, a.change) = (c.code, c.change))
    union all
    select format('%s: it asks for %s, which has not happened', a.code, a.change)
    from asked a
    where not exists (select from change c where (c.code, c.change) = (a.code, a.change))
      -- Whoever had left their seat before loses nothing.
      and (a.change ->> 'change' <> 'vacate' or exists (
        select from governance_seat s
        where change_of(s, 'vacate') = a.change and s.since <= a.consumed_at
          and coalesce(s.vacated_at > a.consumed_at, true)))
    union all
    select c.code
    from (select code from change where code <> 'BOOTSTRAP' union select code from used) c
    where not (exists (select from used u where u.code = c.code)
      and coalesce((select s.ok from ratified_standing(c.code) s), false))
  )
  select string_agg(p.said, ', ' order by p.said) from problem p
$$;
