-- The gate for this release, as far as SQL can tell: one verdict row, then every condition. It reads, and nothing else.
-- PostgreSQL verifies no signature. Whoever did says in the variable `verified` which rows may count (gate_check.sh
-- does); without it everything counts that is bound, and READY is not the last word.
\if :{?verified}
\else
\set verified ''
\endif
begin isolation level repeatable read read only;
set local search_path = one_roof, pg_temp;
set local statement_timeout = '5s';
select set_config('one_roof.verified', :'verified', true) as counts \gset
select
  case
    when (select status from governance_release where release_code = :'release') = 'applied'
      then case when ratification_counts(:'release') then 'APPLIED' else 'UNVERIFIED' end
    when bool_and(coalesce(ok, false)) then 'READY'
    else 'BLOCKED'
  end as gate_status,
  coalesce(string_agg(blocker || ';', ' ' order by condition), '') as blockers,
  max(actual) filter (where name = 'ospa') as ospa,
  max(actual) filter (where name = 'gap') as resp_gap,
  max(actual) filter (where name = 'own') as resp_ownership
from gate_conditions((select release_code from governance_release where release_code = :'release'));
select condition, name, expected, actual, ok, blocker, fix
from gate_conditions((select release_code from governance_release where release_code = :'release'));
commit;
