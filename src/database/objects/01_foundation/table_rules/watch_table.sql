-- Puts raise_watermark() on a table: the changes that p_changes names may change coverage. It fires in replica sessions
-- too.
create or replace function watch_table(
  p_relation regclass,
  p_changes text default 'insert or update or delete or truncate'
) returns void
language plpgsql
set search_path = :"schema", pg_temp
as $$
begin
  execute format('create or replace trigger trg_watermark after %s on %s for each statement execute function raise_watermark()',
    p_changes, p_relation);
  execute format('alter table %s enable always trigger trg_watermark', p_relation);
end
$$;
