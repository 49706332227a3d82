-- The digest of a row as this session prints it: names exactly this row, with all that it says.
create function row_digest(p_row anyelement) returns text
language sql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
as $$
  select encode(sha256(convert_to(p_row::text, 'UTF8')), 'hex')
$$;

-- The digest of what the row of an act says that somebody signed, with what proves it: two rows that differ in any of it are two rows, so
-- what nobody could have signed never stands in the place of what somebody did. Its names are bound here, once and for all.
--   p_said  names and values, in turn
create function act_digest(p_said text[]) returns text
language sql immutable
return encode(sha256(convert_to(jsonb_object(p_said)::text, 'UTF8')), 'hex');

-- Whether a signed row may count. PostgreSQL cannot verify a signature. A reader that did (src/governance/ratification/
-- verified-statements.ts) says for the rest of its transaction in `one_roof.verified` which rows verified, and then only these count.
-- Without it every row counts as far as the database can tell: bound, not verified. The setting only ever takes away.
create function row_counts(p_digest text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(current_setting('one_roof.verified', true), '') = ''
    or strpos(current_setting('one_roof.verified', true), p_digest) > 0
$$;
