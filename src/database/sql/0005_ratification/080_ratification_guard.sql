-- Nobody can grant or release in this version, so nothing can look as if somebody had.
select await_capability('governance_build_authorization', 'ratification');
select await_capability('governance_release', 'the release executor');
