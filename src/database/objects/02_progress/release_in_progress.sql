-- The release that this transaction carries out: one that is ratified and that begin_release() began here, which it
-- does only where a window was used or, on a clone, approval is simulated. NULL: none. Nobody else's transaction has
-- this number.
create or replace function release_in_progress() returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return (select release_code from governance_release
    where run_xid = pg_current_xact_id_if_assigned() and status = 'ratified');
end
$$;
