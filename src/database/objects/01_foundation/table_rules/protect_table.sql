-- Puts refuse_change() on a table: no truncate, and no change of a row that p_against names (NULL: rows are judged by
-- another rule). The triggers are trg_NAME_no_truncate and trg_NAME_SUFFIX. They fire in replica sessions too.
create or replace function protect_table(
  p_relation regclass,
  p_name text,
  p_against text default 'update or delete',
  p_suffix text default 'append_only'
) returns void
language plpgsql
set search_path = :"schema", pg_temp
as $$
declare
  no_truncate constant text := format('trg_%s_no_truncate', p_name);
  no_change constant text := format('trg_%s_%s', p_name, p_suffix);
begin
  if p_against is not null then
    execute format('create or replace trigger %I before %s on %s for each row execute function refuse_change()',
      no_change, p_against, p_relation);
    execute format('alter table %s enable always trigger %I', p_relation, no_change);
  end if;
  execute format('create or replace trigger %I before truncate on %s for each statement execute function refuse_change()',
    no_truncate, p_relation);
  execute format('alter table %s enable always trigger %I', p_relation, no_truncate);
end
$$;
