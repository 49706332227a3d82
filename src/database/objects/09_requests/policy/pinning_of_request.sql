-- Where the keys that prove acts about a request are named: by the policy that it was, or is to be, decided by.
create or replace function pinning_of_request(p_code text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce((select p.pinning from policy_before(p_code) p), (select p.pinning from current_policy() p), 'file')
$$;
