-- Whether what a release did is there: a row that it wrote, a column that it changed, a waiting change that it applied.
-- Rows of a table that it installed are there as long as the table is: release_guard() asks for that.
create or replace function release_left_rows(p_release text) returns boolean
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return exists (select from release_row(p_release) r
      where r.stays and not exists (select from v_release_relation v
        where v.release = p_release and v.relation = r.relation))
    or exists (select from governance_proposed_change where release_code::text = p_release and status = 'applied');
end
$$;
