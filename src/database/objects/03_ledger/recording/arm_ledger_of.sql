-- Puts the ledger's triggers on a table, or puts them there again. A table that has none of them yet must be empty:
-- what is in it must have come past them. See v_ledger_relation.
create or replace function arm_ledger_of(p_relation text, p_unwatched text[]) returns void
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  trigger_name text;
  has_rows boolean;
begin
  execute format('select exists (select from %I)', p_relation) into has_rows;
  if has_rows and not exists (
    select from pg_trigger t where t.tgrelid = to_regclass(p_relation) and t.tgname = 'trg_ledger_insert')
  then
    raise exception '% has rows that nobody recorded: it is armed before its first row is written', p_relation
      using errcode = 'OR021';
  end if;
  execute format(
    'create or replace trigger trg_ledger_insert after insert on %1$I referencing new table as new_rows
       for each statement execute function write_ledger(%2$L);
     create or replace trigger trg_ledger_update after update on %1$I
       referencing old table as old_rows new table as new_rows
       for each statement execute function write_ledger(%2$L);
     create or replace trigger trg_ledger_delete after delete on %1$I referencing old table as old_rows
       for each statement execute function write_ledger(%2$L);
     create or replace trigger trg_unledgered_truncate before truncate on %1$I
       for each statement execute function refuse_change()',
    p_relation, p_unwatched);
  foreach trigger_name in array array['trg_ledger_insert', 'trg_ledger_update', 'trg_ledger_delete',
    'trg_unledgered_truncate'] loop
    execute format('alter table %I enable always trigger %I', p_relation, trigger_name);
  end loop;
end
$$;
