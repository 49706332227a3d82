-- The digest of what the tables of assertions say, without their circumstances. Other than a fingerprint it says nothing about the
-- structure and means the same on every major version of PostgreSQL. NULL where no table is named.
--   p_asserted  {"tables": [...], "without": [columns]}: see ASSERTED in src/database/fingerprint/scopes.ts
create or replace function assertions_digest(p_asserted jsonb) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
as $$
declare
  circumstances text[] := array(select jsonb_array_elements_text(p_asserted -> 'without'));
  asserting text;
  digests text;
  lines text := '';
begin
  for asserting in select t.name from jsonb_array_elements_text(p_asserted -> 'tables') as t (name) order by t.name collate "C" loop
    -- jsonb has one order of keys and one way to print a value.
    execute format($statement$
      select coalesce(string_agg(r.digest, '' order by r.digest collate "C"), '')
      from (select encode(sha256(convert_to((to_jsonb(t) - $1)::text, 'UTF8')), 'hex') as digest from %I t) r $statement$, asserting)
      into digests using circumstances;
    lines := lines || asserting || ' ' || encode(sha256(convert_to(digests, 'UTF8')), 'hex') || E'\n';
  end loop;
  return encode(sha256(convert_to(nullif(lines, ''), 'UTF8')), 'hex');
end
$$;
