-- Takes tier 3 back: the rows that the release wrote go, what it changed is what it was, and everything else stays as
-- it is.
select one_roof.assert_release_rollback(:'release');
select one_roof.restore_release(:'release');
