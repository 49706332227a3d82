-- Whether what would change who answers for an existing cell, or take one out of what is required, has to wait for a
-- release.
create or replace function changes_wait() returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select release_is_applied() and release_in_progress() is null and rollback_in_progress() is null
$$;
