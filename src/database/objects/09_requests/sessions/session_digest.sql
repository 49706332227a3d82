-- sha256 of the session or token that proves who acts: what is kept of it.
create or replace function session_digest() returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select encode(sha256(convert_to(
    coalesce(nullif(current_setting('one_roof.session', true), ''),
      nullif(current_setting('one_roof.token', true), '')), 'UTF8')), 'hex')
$$;
