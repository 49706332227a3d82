-- Tier 8, verify. It reads, and nothing else: the end state, and that it is the planned one.
select one_roof.assert_release_target(:'release');
select key as figure, value as found, (:'after'::jsonb) ->> key as expected from jsonb_each_text(one_roof.release_figures()) order by key;
select one_roof.assert_release_figures('tier 8, verify', :'after'::jsonb);
