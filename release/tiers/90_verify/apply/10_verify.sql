-- Tier 8, verify. It reads, and nothing else: the end state, and that it is the planned one.
select one_roof.assert_release_target(:'release');
-- The digest of everything that is asserted is the same on every PostgreSQL; what it has to be, the fingerprint says.
select key as figure, value as found, (:'after'::jsonb) ->> key as expected
  from jsonb_each_text(one_roof.release_figures())
union all
select 'assertions', one_roof.assertions_digest(), null
order by figure;
select one_roof.assert_release_figures('tier 8, verify', :'after'::jsonb);
