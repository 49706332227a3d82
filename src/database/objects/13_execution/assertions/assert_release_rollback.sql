-- Asserts, in a file that takes a tier back, that this transaction has begun the rollback of the release.
create or replace function assert_release_rollback(p_release text) returns void
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  if rollback_in_progress() is distinct from p_release then
    raise exception 'the rollback of release % is not in progress in this transaction', p_release
      using errcode = 'OR070',
            hint = 'Run `one-roof release rollback`, or rollback/99_rollback_full.sql of the packet.';
  end if;
end
$$;
