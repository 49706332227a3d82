-- Whether this transaction carries out a release: `one_roof.release` names one that is ratified. The setting alone is a claim;
-- the row is what counts.
create function release_in_progress() returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return exists (
    select from governance_release
    where release_code::text = nullif(current_setting('one_roof.release', true), '') and status = 'ratified'
  );
end
$$;
