-- Ends a rollback: nothing of the release is left, and the figures are those that it began from.
create function complete_rollback(p_release text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  perform assert_release_rollback(p_release);
  perform assert_release_figures('rollback of ' || p_release || ', at its end', (select plan -> 'from' from governance_release where release_code::text = p_release));
  update governance_release set status = 'rolled_back', rolled_back_at = clock_timestamp() where release_code::text = p_release;
  set constraints all immediate;
end
$$;
