-- What lets an act pass that a guard has something against: `window:7` for a change of schema, `override:3` for
-- anything. NULL where nothing does.
create or replace function guard_permit(p_act text, p_collection text) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select coalesce(
    (
      select 'window:' || max(id) from governance_change_window
      where p_act <> 'write' and closed_at is null and expires_at > now()
        and (collections is null or p_collection = any (collections))
    ),
    (
      select 'override:' || max(id) from governance_override
      where closed_at is null and expires_at > now() and (collections is null or p_collection = any (collections))
    ))
$$;
