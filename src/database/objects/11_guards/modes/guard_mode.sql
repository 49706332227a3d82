-- How the guards work for one collection; as for the deployment where it has not been discovered.
create or replace function guard_mode(p_collection text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(
    (select mode from v_guard_mode where collection_name = p_collection),
    (select mode from governance_enforcement where group_code is null),
    'off')
$$;
