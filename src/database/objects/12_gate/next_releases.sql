-- The releases that could be next: people were asked about each, and neither are they done with it nor did their
-- request come to nothing. Where exactly one of them is ratified, it goes before those that people still decide about.
create or replace function next_releases() returns setof text
language sql stable
set search_path = :"schema", pg_temp
as $$
  with open as materialized (
    select r.release_code::text as code, release_is_approved(r.release_code::text) as ratified
    from governance_release r
    where r.status in ('draft', 'rehearsed', 'ratified')
      and request_status(r.request_code::text) in ('pending', 'approved', 'conflicted', 'deadlocked')
  )
  select code from open
  where ratified or (select count(*) from open where ratified) <> 1
  order by code
$$;
