-- Puts the ledger's triggers on the tables of the list, or puts them there again. One that is gone is reported by its
-- readers.
create or replace function arm_ledger() returns void
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  -- Read to its end before a trigger is made: releases are among the tables, and the view reads them.
  listed v_ledger_relation[] := array(select l from v_ledger_relation l where to_regclass(l.relation) is not null);
  one v_ledger_relation;
begin
  foreach one in array listed loop
    perform arm_ledger_of(one.relation, one.unwatched);
  end loop;
end
$$;
