-- How the guards work for a collection: as its group does where that has a row of its own, otherwise as the deployment does.
create function guard_mode(p_collection text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(
    (
      select e.mode from governance_enforcement e join collection_registry r on r."group" = e.group_code
      where r.collection_name = p_collection
    ),
    (select mode from governance_enforcement where group_code is null),
    'off')
$$;
