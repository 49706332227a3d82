-- Moves a release that is approved by simulation to `ratified`, one step at a time, whatever it was when the clone was
-- taken. release_guard refuses it where nothing stands for its rehearsal and approval.
create or replace function ratify_simulated(p_release text) returns void
language sql volatile
set search_path = :"schema", pg_temp
as $$
  update governance_release set status = 'rehearsed' where release_code::text = p_release and status = 'draft';
  update governance_release set status = 'ratified' where release_code::text = p_release and status = 'rehearsed'
$$;
