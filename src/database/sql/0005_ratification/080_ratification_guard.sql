-- Nobody can vote or sign in this version, so nothing can look as if somebody had.
select await_capability('apr_action_types', 'ratification');
select await_capability('approval_requests', 'ratification');
select await_capability('apr_approvals', 'ratification');
select await_capability('os_proposal_approvals', 'ratification');
select await_capability('governance_signature', 'ratification');
