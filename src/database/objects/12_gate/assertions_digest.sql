-- The digest of what the tables of assertions say, without their circumstances. Other than a fingerprint it says
-- nothing about the structure and means the same on every major version of PostgreSQL. See asserted().
create or replace function assertions_digest() returns text
language plpgsql stable
set search_path = :"schema", pg_temp
set timezone = 'UTC'
as $$
declare
  covered jsonb := asserted();
  circumstances text[] := array(select jsonb_array_elements_text(covered -> 'without'));
  asserting text;
  digests text;
  lines text := '';
begin
  for asserting in select t.name from jsonb_array_elements_text(covered -> 'tables') as t (name)
    order by t.name collate "C" loop
    -- jsonb has one order of keys and one way to print a value.
    execute format($statement$
      select coalesce(string_agg(r.digest, '' order by r.digest collate "C"), '')
      from (select encode(sha256(convert_to((to_jsonb(t) - $1)::text, 'UTF8')), 'hex') as digest
        from %I t) r $statement$, asserting)
      into digests using circumstances;
    lines := lines || asserting || ' ' || encode(sha256(convert_to(digests, 'UTF8')), 'hex') || E'\n';
  end loop;
  return encode(sha256(convert_to(lines, 'UTF8')), 'hex');
end
$$;
