-- Candidates and cursors are written by the write half of a scan, which this version does not have.
select await_capability('governance_candidate_state', 'the write half of a scan');
select await_capability('governance_candidate_object', 'the write half of a scan');
select await_capability('gov_worker_cursor', 'the cursor worker');
