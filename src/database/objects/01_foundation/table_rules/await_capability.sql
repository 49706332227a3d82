-- Puts that table rule on a table. Used by migrations only.
create or replace function await_capability(p_relation regclass, p_capability text) returns void
language plpgsql
as $$
begin
  execute format(
    'create or replace trigger trg_capability_absent before insert or update or delete or truncate on %s
       for each statement execute function refuse_absent_capability(%L)',
    p_relation, p_capability);
  execute format('alter table %s enable always trigger trg_capability_absent', p_relation);
end
$$;
