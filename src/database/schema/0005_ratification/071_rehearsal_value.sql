-- The value of a line in the statement of a rehearsal; NULL for `none`.
create function rehearsal_value(p_statement text, p_name text) returns text
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select nullif(substring(p_statement from E'\n' || p_name || E': ([^\n]*)\n'), 'none')
$$;
