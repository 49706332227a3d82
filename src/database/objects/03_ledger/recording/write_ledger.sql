-- Statement trigger of every table that asserts something: writes what the statement changed to the ledger, with the
-- rows as they were and as they are, and, where a release is carried out, to what its rollback restores. A statement
-- that changed nothing leaves nothing and needs no reason.
create or replace function write_ledger() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
set timezone = 'UTC'
as $$
declare
  unwatched text[] := tg_argv[0];
  watched text := (
    select string_agg(quote_ident(attname), ', ' order by attnum)
    from pg_attribute where attrelid = tg_relid and attnum > 0 and not attisdropped and attname <> all (unwatched));
  before jsonb;
  after jsonb;
  row_count bigint;
begin
  -- What is only looked at is never committed.
  if is_what_if() then
    return null;
  end if;

  case tg_op
    when 'INSERT' then
      select jsonb_agg(to_jsonb(n) - unwatched), count(*) into after, row_count from new_rows n;
    when 'DELETE' then
      select jsonb_agg(to_jsonb(o) - unwatched), count(*) into before, row_count from old_rows o;
    when 'UPDATE' then
      execute format(
        'select jsonb_agg(to_jsonb(o)), count(*) from (select %1$s from old_rows except select %1$s from new_rows) o',
        watched)
        into before, row_count;
      if row_count > 0 then
        execute format('select jsonb_agg(to_jsonb(n)) from (select %1$s from new_rows except select %1$s from old_rows) n', watched)
          into after;
      end if;
  end case;

  if row_count > 0 then
    perform record_act(
      coalesce(nullif(current_setting('one_roof.action', true), ''), 'sql'),
      tg_table_name || case row_count when 1 then ':' || row_key(tg_relid, (coalesce(after, before) -> 0)) else '' end,
      before, after, tg_table_name, lower(tg_op), row_count);
    perform note_release_write(tg_table_name, before, after);
  end if;
  return null;
end
$$;
