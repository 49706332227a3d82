-- Rules of the tables of this area that need no function of their own: append-only tables, those whose changes raise the
-- watermark, and those that wait for their capability.

create or replace trigger trg_snapshot_append_only
  before update or delete on governance_snapshot
  for each row execute function refuse_change();
create or replace trigger trg_snapshot_no_truncate
  before truncate on governance_snapshot
  for each statement execute function refuse_change();
alter table governance_snapshot enable always trigger trg_snapshot_append_only;
alter table governance_snapshot enable always trigger trg_snapshot_no_truncate;

create or replace trigger trg_watermark
  after insert or update or delete or truncate on candidate_scan_run
  for each statement execute function raise_watermark();
-- A scan is one transaction: its row is written when it is over, and stays.
create or replace trigger trg_scan_run_append_only
  before update or delete on candidate_scan_run
  for each row execute function refuse_change();
create or replace trigger trg_scan_run_no_truncate
  before truncate on candidate_scan_run
  for each statement execute function refuse_change();
alter table candidate_scan_run enable always trigger trg_watermark;
alter table candidate_scan_run enable always trigger trg_scan_run_append_only;
alter table candidate_scan_run enable always trigger trg_scan_run_no_truncate;

-- Candidates and cursors are written by the write half of a scan, which this version does not have.
select await_capability('governance_candidate_state', 'the write half of a scan');
select await_capability('governance_candidate_object', 'the write half of a scan');
select await_capability('gov_worker_cursor', 'the cursor worker');
