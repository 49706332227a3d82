-- Whether rows of a release are there: what it wrote, or what it ended and its rollback has to revive.
create function release_left_rows(p_release text) returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  tag text := release_tag(p_release);
begin
  return exists (select from governance_object_ownership where created_by = tag or rollback_ref = tag)
    or exists (select from governance_owner_waiver where created_by = tag)
    or exists (select from governance_proposed_change where release_code::text = p_release and status = 'applied');
end
$$;
