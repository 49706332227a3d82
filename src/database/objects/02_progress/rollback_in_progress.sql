-- The release that this transaction takes back: one that is applied and that begin_rollback() began here. NULL: none.
create or replace function rollback_in_progress() returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return (select release_code from governance_release
    where run_xid = pg_current_xact_id_if_assigned() and status = 'applied');
end
$$;
