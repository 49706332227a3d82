-- Ends a release: it is applied, if the figures are the planned ones and the fingerprint, where one was taken, is the
-- rehearsed one (the table rule sees to that), and then every constraint holds.
create or replace function complete_release(
  p_release text, p_entry text default null, p_exit text default null
) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  perform assert_release_target(p_release);
  perform assert_release_figures('release ' || p_release || ', at its end',
    (select plan -> 'to' from governance_release where release_code::text = p_release));
  update governance_release
    set status = 'applied', applied_at = clock_timestamp(), entry_fingerprint = p_entry, exit_fingerprint = p_exit
    where release_code::text = p_release;
  set constraints all immediate;
end
$$;
