-- The policy in force; no row before there is one.
create or replace function current_policy() returns setof governance_policy
language sql stable
set search_path = :"schema", pg_temp
as $$
  select * from governance_policy order by id desc limit 1
$$;
