-- Takes the whole release back with psql alone, in one transaction. Where it is not applied it says that there is
-- nothing to do:
--
--   psql -v ON_ERROR_STOP=1 -f rollback/99_rollback_full.sql
\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
begin isolation level read committed read write;
set local search_path = one_roof, pg_temp;
set local statement_timeout = '60s';
set local idle_in_transaction_session_timeout = '60s';
select
  set_config('one_roof.actor', 'operator:' || session_user, true) as actor,
  set_config('one_roof.actor_kind', 'operator', true) as kind,
  set_config('one_roof.action', 'release.rollback', true) as action,
  set_config('one_roof.reason', 'rollback of release ' || :'release', true) as reason;
select one_roof.begin_rollback(:'release') as is_applied \gset
\if :is_applied
-- :tiers
select one_roof.complete_rollback(:'release');
commit;
\echo 'ROLLBACK COMPLETE'
\else
select * from jsonb_each_text(one_roof.release_figures());
rollback;
\echo 'NOTHING TO DO: the release is not applied'
\endif
