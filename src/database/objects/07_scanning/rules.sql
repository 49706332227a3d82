-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise
-- the watermark, and those that wait for their capability.

select protect_table('governance_snapshot', 'snapshot');
-- A scan is one transaction: its row is written when it is over, and stays.
select protect_table('candidate_scan_run', 'scan_run');

select watch_table('candidate_scan_run');

-- Candidates and cursors are written by the write half of a scan, which this version does not have.
select await_capability('governance_candidate_state', 'the write half of a scan');
select await_capability('governance_candidate_object', 'the write half of a scan');
select await_capability('gov_worker_cursor', 'the cursor worker');
