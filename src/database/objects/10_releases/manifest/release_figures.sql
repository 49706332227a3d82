-- The figures of releases, as they are now: those of every tier, out of its `figures.sql` (release/tiers), which stand here
-- for `:figures`.
create or replace function release_figures() returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select :figures
$$;
