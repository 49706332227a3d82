-- Whether a signed row may count. PostgreSQL cannot verify a signature. A reader that did (src/governance/ratification/
-- verified-statements.ts) says for the rest of its transaction in `one_roof.verified` which rows verified, and then
-- only these count. Without it every row counts as far as the database can tell: bound, not verified. The setting only
-- ever takes away.
create or replace function row_counts(p_digest text) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(current_setting('one_roof.verified', true), '') = ''
    or strpos(current_setting('one_roof.verified', true), p_digest) > 0
$$;
