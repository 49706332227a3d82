-- Carries out the whole release with psql alone, in one transaction with a savepoint for each tier:
--
--   psql -v ON_ERROR_STOP=1 -v packet="$(sha256sum < ../manifest-sha256.txt | cut -c1-64)" -v verified=DIGEST \
--     -f 99_run_all.sql
--
-- Verify the packet first (`sha256sum -c manifest-sha256.txt` beside it), then the signatures: `sh gate_check.sh
-- --trust FILE` and `one-roof gate --release` print the DIGEST of what they verified. Where anything else is bound to
-- the release it is refused, and the ledger names who claimed it. psql takes no fingerprints: `one-roof release apply`
-- does, and `one-roof release verify` afterwards.
\set ON_ERROR_STOP on
\if :{?packet}
\else
\set packet ''
\endif
\if :{?verified}
\else
\set verified ''
\endif
\set QUIET on
\pset footer off
begin isolation level read committed read write;
set local search_path = one_roof, pg_temp;
set local statement_timeout = '60s';
set local idle_in_transaction_session_timeout = '60s';
select
  set_config('one_roof.actor', 'operator:' || session_user, true) as actor,
  set_config('one_roof.actor_kind', 'operator', true) as kind,
  set_config('one_roof.action', 'release.apply', true) as action,
  set_config('one_roof.reason', 'release ' || :'release', true) as reason;
select one_roof.check_release(:'release', nullif(:'packet', ''));
select one_roof.claim_verified(:'release', nullif(:'verified', ''));
select one_roof.begin_release(:'release', nullif(:'packet', ''));
\echo 'signatures verified elsewhere, as claimed'
-- :tiers
select one_roof.complete_release(:'release');
commit;
\echo 'ROLLOUT COMPLETE — ALL TIERS PASSED'
