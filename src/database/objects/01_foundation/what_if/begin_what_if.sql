-- Begins a what-if: this transaction can no longer be committed. Refused where one was begun in it.
create or replace function begin_what_if() returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  insert into governance_what_if default values
$$;
