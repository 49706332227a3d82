-- Asserts that nobody keeps a transaction open and does nothing in it: who does may hold rows that the release is
-- about.
create or replace function assert_release_quiet() returns void
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  idle text := (
    select string_agg(format('%s (%s, for %s s)', pid, coalesce(nullif(application_name, ''), 'unnamed'),
      extract(epoch from now() - state_change)::integer), ', ')
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'
      and state_change < clock_timestamp() - interval '5 seconds');
begin
  if idle is not null and not is_what_if() then
    raise exception 'transactions are open and idle: %', idle
      using errcode = 'OR083', hint = 'End these sessions, or wait for them.';
  end if;
end
$$;
