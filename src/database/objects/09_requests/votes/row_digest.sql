-- The digest of a row as this session prints it: names exactly this row, with all that it says.
create or replace function row_digest(p_row anyelement) returns text
language sql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
as $$
  select encode(sha256(convert_to(p_row::text, 'UTF8')), 'hex')
$$;
