-- Brings a proposed change into effect: for the release that was ratified to do so, in whose transaction this runs (the guards of
-- what is written see to that).
create function apply_proposed_change(p_id bigint, p_release text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  if not release_in_progress() then
    raise exception 'change % is not applied: no ratified release is in progress', p_id
      using errcode = 'OR006',
            hint = 'A release says which one it is with the setting one_roof.release.';
  end if;
  update governance_proposed_change set status = 'applied', release_code = p_release where id = p_id and status = 'open';
  perform require_named(found, 'open proposed change', p_id::text);
  perform carry_out_changes((select changes from governance_proposed_change where id = p_id), 'release:' || p_release);
end
$$;
