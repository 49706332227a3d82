-- sha256 of a list of changes, in hex: by it a release names the one that people ratified.
create or replace function change_digest(p_changes jsonb) returns text
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select encode(sha256(convert_to(p_changes::text, 'UTF8')), 'hex')
$$;
