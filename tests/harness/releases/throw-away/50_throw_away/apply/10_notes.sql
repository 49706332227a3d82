-- Tier 5: a note about each scope, once.
select one_roof.assert_release_target(:'release');
insert into one_roof.throw_away_note (scope, text)
select code, 'noted by ' || :'release' from one_roof.governance_responsibility_scope
on conflict (scope) do nothing;
select one_roof.assert_release_figures('tier 5, throw-away, after', :'after'::jsonb);
