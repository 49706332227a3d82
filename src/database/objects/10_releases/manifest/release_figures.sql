-- The figures of releases now. The queries of all tiers (`release/tiers/*/figures.sql`) take the place of the variable.
create or replace function release_figures() returns jsonb
language sql stable
set search_path = :"schema", pg_temp
as $$
  select :figures
$$;
