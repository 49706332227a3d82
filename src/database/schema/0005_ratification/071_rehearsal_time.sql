-- When a rehearsal was performed, as its statement says.
create function rehearsal_time(p_statement text) returns timestamptz
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select make_timestamp(m[1]::int, m[2]::int, m[3]::int, m[4]::int, m[5]::int, m[6]::float8) at time zone 'UTC'
  from regexp_match(p_statement, E'\nperformed: (\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d\\.\\d{3})Z\n') m
$$;
