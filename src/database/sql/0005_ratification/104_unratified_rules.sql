-- The requests by which policies and seats were changed and that do not come to what the policy before asked for, in acts that count: see
-- ratified_standing(). A change that the database let pass because rows were bound, and not verified, is one. NULL where there is none.
create function unratified_rules() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  with change as (
    select approval_ref::text as code from governance_policy
    union select approval_ref::text from governance_seat
    union select vacated_ref::text from governance_seat where vacated_ref is not null
  )
  select string_agg(c.code, ', ' order by c.code)
  from change c
  where c.code <> 'BOOTSTRAP' and not (
    exists (select from governance_consumed_approval u where u.request_code::text = c.code)
    and coalesce((select s.ok from ratified_standing(c.code) s), false))
$$;
