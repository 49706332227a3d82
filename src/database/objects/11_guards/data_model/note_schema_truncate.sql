-- Refuses or records that one of Directus's schema tables is emptied: see guard_schema_truncate(), which hands it on.
create or replace function note_schema_truncate(p_relation text, p_mode text) returns void
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
begin
  if p_mode = 'enforce' and not exists (
    select from governance_override where closed_at is null and expires_at > now() and collections is null
  ) then
    raise exception 'TRUNCATE on % is refused: it would change the schema of every governed collection', p_relation
      using errcode = 'OR040',
            hint = 'In an emergency: `one-roof override open --all --for 1h --reason …`.';
  end if;
  insert into governed_write (kind, collection, relation, item_count, operation, subject, application)
    values ('schema', '*', p_relation, 0, 'truncate', 'everything', current_setting('application_name'));
end
$$;
