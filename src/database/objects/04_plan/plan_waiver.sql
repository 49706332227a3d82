-- The waivers of a plan as rows. One ends with the last moment (UTC) of the day it is given until.
create or replace function plan_waiver(
  p_plan jsonb
) returns table (object_ref text, scope text, reason text, expires_at timestamptz)
language sql stable
set search_path = :"schema", pg_temp
as $$
  select value ->> 'collection', value ->> 'scope', value ->> 'reason',
    ((value ->> 'until')::date + 1)::timestamp at time zone 'UTC'
  from jsonb_array_elements(p_plan -> 'waivers')
$$;
