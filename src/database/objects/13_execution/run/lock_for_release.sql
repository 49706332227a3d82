-- Takes what a release and its rollback need to be alone: the one lock of releases, and the tables of governance
-- against every other writer, until the transaction ends. Readers go on. Whoever is in the way is not waited for.
create or replace function lock_for_release() returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  tables text;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('one_roof.release', 0)) then
    raise exception 'another release is being carried out or taken back right now'
      using errcode = 'OR080', hint = 'Wait until it has ended, then look: `one-roof release status`.';
  end if;
  select string_agg(format('%I', relation), ', ' order by relation) into tables
    from (
      values ('governance_release'), ('governance_plan'), ('governance_proposed_change')
      union all
      select jsonb_array_elements_text(asserted() -> 'tables')
    ) as locked (relation);
  perform set_config('lock_timeout', '1s', true);
  begin
    execute format('lock table %s in share row exclusive mode', tables);
  exception
    when lock_not_available then
      raise exception 'somebody is writing to the tables of governance right now'
        using errcode = 'OR081',
              hint = 'Try again when they are done: pg_locks shows who holds a lock on tables of schema one_roof.';
  end;
  perform set_config('lock_timeout', '10s', true);
end
$$;
