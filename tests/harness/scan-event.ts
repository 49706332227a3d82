/** The payload of the event that says what a scan found. */
export const PAYLOAD = {
  total_cells: 210,
  gap_cells: 210,
  covered_cells: 0,
  coverage_pct: 0,
  conflicts: 0,
  ruleset_version: 'gov-rs-000000000000',
};
