-- The policy by which a request was decided that was carried out: the one in force before that. No row where it was not
-- carried out. Which came first is told by the moments at which approvals were used, which follow one another under a
-- lock: numbers of transactions begin anew where a dump is restored.
create or replace function policy_before(p_code text) returns setof governance_policy
language sql stable
set search_path = :"schema", pg_temp
as $$
  select b.* from governance_policy b
  where b.approval_ref::text <> p_code
    and coalesce((select c.consumed_at from governance_consumed_approval c where c.request_code = b.approval_ref),
      b.created_at)
      < (select u.consumed_at from governance_consumed_approval u where u.request_code::text = p_code)
  order by b.id desc limit 1
$$;
