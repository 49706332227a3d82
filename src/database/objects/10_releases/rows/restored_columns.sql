-- The columns of a row that still are as a release left them, with what they were before it. What somebody has changed
-- since is theirs. Who touched a row last, and when, is kept by the table itself and not restored.
create or replace function restored_columns(p_before jsonb, p_after jsonb, p_now jsonb) returns jsonb
language sql immutable
set search_path = :"schema", pg_temp
as $$
  select coalesce(jsonb_object_agg(b.key, b.value), '{}')
  from jsonb_each(p_before) b
  where b.key not in ('updated_at', 'updated_by') and p_after -> b.key is distinct from b.value and p_now ? b.key
    and p_now -> b.key = p_after -> b.key
$$;
