-- The tiers of a release, in their order: what a window has to name, no more and no less.
create or replace function release_steps(p_plan jsonb) returns integer[]
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select coalesce(array_agg((value ->> 'tier')::integer order by (value ->> 'tier')::integer), '{}')
  from jsonb_array_elements(p_plan -> 'tiers')
$$;
