-- The tables and views that releases have installed when a release begins (`installed` of its manifest), or, with those
-- that its tiers name, when it is applied.
create or replace function relations_of(p_manifest jsonb, p_applied boolean) returns text[]
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select coalesce(array_agg(distinct name collate "C" order by name collate "C"), '{}')
  from (
    select jsonb_path_query(p_manifest, '$.installed[*]') #>> '{}'
    union all
    select jsonb_path_query(p_manifest, '$.tiers[*].relations[*].name') #>> '{}' where p_applied
  ) as relation (name)
$$;
