-- Takes a lease that is free, expired or already the holder's own. Returns the token that releases it, or NULL
-- while somebody else holds it. The clock is the database's, never the caller's.
create or replace function acquire_lease(p_lease_name text, p_holder text, p_duration interval) returns uuid
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into gov_runtime_lease (lease_name, holder, token, expires_at)
  values (p_lease_name, p_holder, gen_random_uuid(), clock_timestamp() + p_duration)
  on conflict (lease_name) do update
    set holder = excluded.holder, token = excluded.token, expires_at = excluded.expires_at
    where gov_runtime_lease.expires_at <= clock_timestamp() or gov_runtime_lease.holder = excluded.holder
  returning token
$$;
