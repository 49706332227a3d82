-- Ends a tier, before its savepoint is released: checks every deferred constraint of ours now, but for what is about
-- the release as a whole.
create or replace function end_tier() returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  names text := (
    select string_agg(distinct format('%I.%I', n.nspname, c.conname), ', ')
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace
    where n.nspname = :'schema' and c.condeferrable and c.conname <> 'trg_release_is_whole');
begin
  execute 'set constraints ' || names || ' immediate';
  execute 'set constraints ' || names || ' deferred';
end
$$;
