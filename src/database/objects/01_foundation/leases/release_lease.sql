-- Gives a lease back. True if it was held by exactly this holder with exactly this token.
create or replace function release_lease(p_lease_name text, p_holder text, p_token uuid) returns boolean
language sql volatile
set search_path = :"schema", pg_temp
as $$
  with released as (
    delete from gov_runtime_lease
    where lease_name = p_lease_name and holder = p_holder and token = p_token
    returning 1
  )
  select exists (select from released)
$$;
