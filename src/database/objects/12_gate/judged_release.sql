-- The release that the gate answers about, and everything that answers as it does: the one that is asked for, else the
-- one that is next, else, where none is next, the one that was applied last. NULL where there is none, or where several
-- could be next.
create or replace function judged_release(p_release text default null) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(
    p_release,
    next_release(),
    (
      select r.release_code::text from governance_release r
      where r.status = 'applied' and not exists (select from next_releases())
      order by r.applied_at desc, r.release_code desc limit 1
    ))
$$;
