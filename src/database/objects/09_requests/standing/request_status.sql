-- What became of a request: its stage, and conflicted where another open one about the same could be carried out as
-- well. What could not be carried out (too few votes; where no votes are needed, not signed) stands in nobody's way.
-- NULL if there is no such request.
create or replace function request_status(p_code text) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  stage text := request_stage(p_code);
begin
  if stage = 'approved' and exists (
    select
    from approval_requests asked
    join approval_requests o on o.subject = asked.subject and o.code <> asked.code and o.withdrawn_at is null
      and o.superseded_by is null
    where asked.code = p_code
      -- Few of them, before the stage of any is asked.
      and (exists (select from apr_approvals v where v.request_code = o.code and v.revision_digest = o.revision_digest
        and v.decision = 'approve')
        or exists (select from governance_signature g
          where g.request_code = o.code and g.revision_digest = o.revision_digest and row_counts(row_digest(g))))
      and request_stage(o.code) = 'approved'
  ) then
    return 'conflicted';
  end if;
  return stage;
end
$$;
