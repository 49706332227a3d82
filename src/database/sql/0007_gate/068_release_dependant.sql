-- What later data depends on a release, so that it cannot be taken back: releases that were applied after it, and rows that
-- supersede its rows.
create function release_dependant(p_release text) returns table (dependant text)
language sql stable
set search_path = :"schema", pg_temp
as $$
  select 'release ' || l.release_code
  from governance_release l join governance_release r on r.release_code::text = p_release
  where l.status = 'applied' and l.release_code <> r.release_code and l.applied_at > r.applied_at
  union
  select format('%s:%s × %s of %s', l.object_type, l.object_ref, l.scope, l.created_by)
  from governance_object_ownership l
  join governance_object_ownership r on r.id = l.supersedes_id and r.created_by = release_tag(p_release)
  where l.created_by <> r.created_by
$$;
