-- Table rule of the tables whose capability is not part of this version: they exist, they are readable, and nothing
-- can be written to them, so that nothing can be claimed before the rules that would check the claim exist.
-- The migration that brings a capability drops this table rule and puts the capability's own in its place.
create or replace function refuse_absent_capability() returns trigger
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  raise exception '% on % is refused: % is not part of this version of One-Roof', tg_op, tg_table_name, tg_argv[0]
    using errcode = 'OR002',
          hint = 'The table stays empty until an upgrade installs the capability together with its guards.';
end
$$;
