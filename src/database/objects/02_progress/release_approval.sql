-- What the rows of a release carry in `approval_ref`: the request that people approved; on a clone, that nobody did.
create or replace function release_approval(p_release text) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return case
    when is_what_if() then 'WHAT-IF'
    when is_proven_clone() then 'CLONE-TEST-NO-RATIFICATION'
    else (select request_code::text from governance_release where release_code::text = p_release)
  end;
end
$$;
