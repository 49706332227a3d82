-- Brings a proposed change into effect: for the ratified release that the setting `one_roof.release` names, in its transaction.
create function apply_proposed_change(p_id bigint) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  release text := current_setting('one_roof.release', true);
begin
  -- Not left to the guards of what is written: they let through what has become harmless meanwhile.
  if not release_in_progress() then
    raise exception 'change % is not applied: no ratified release is in progress', p_id
      using errcode = 'OR006',
            hint = 'A release says which one it is with the setting one_roof.release.';
  end if;
  update governance_proposed_change set status = 'applied', release_code = release where id = p_id and status = 'open';
  perform require_named(found, 'open proposed change', p_id::text);
  perform carry_out_changes((select changes from governance_proposed_change where id = p_id), 'release:' || release);
end
$$;
