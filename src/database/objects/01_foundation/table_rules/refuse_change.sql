-- Table rule of append-only tables: a row that was written stays as it was written.
create or replace function refuse_change() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  raise exception '% on % is refused: the table is append-only', tg_op, tg_table_name
    using errcode = 'OR003',
          hint = 'Write a new row that supersedes the old one.';
end
$$;
