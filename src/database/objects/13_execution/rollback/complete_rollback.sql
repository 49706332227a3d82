-- Ends a rollback: nothing of the release is left (the table rule sees to that), and then every constraint holds.
create or replace function complete_rollback(p_release text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  perform assert_release_rollback(p_release);
  update governance_release set status = 'rolled_back', rolled_back_at = clock_timestamp()
    where release_code::text = p_release;
  set constraints all immediate;
end
$$;
