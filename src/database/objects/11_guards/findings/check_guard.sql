-- Refuses an act now where the guards are in `enforce`, have something against it, and nothing lets it pass. What hooks
-- ask before Directus begins; the triggers ask the same.
create or replace function check_guard(p_act text, p_collection text) returns void
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  finding text;
begin
  if guard_mode(p_collection) = 'enforce' then
    finding := guard_finding(p_act, p_collection);
    if finding is not null and guard_permit(p_act, p_collection) is null then
      perform refuse_by_guard(finding, p_collection);
    end if;
  end if;
end
$$;
