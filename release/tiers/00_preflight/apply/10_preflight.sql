-- Tier 0, preflight. It reads, and nothing else: may the release run, here and now?
select one_roof.assert_release_target(:'release');
select one_roof.assert_release_quiet();
select one_roof.assert_release_gate(:'release');
select one_roof.assert_release_figures('tier 0, preflight', :'before'::jsonb);
