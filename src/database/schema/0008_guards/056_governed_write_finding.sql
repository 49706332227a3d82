-- What a guard has to say against a write, see guard_finding().
create domain governed_write_finding as text
  constraint governed_write_finding_check check (
    value in ('window_needed', 'policy_owner_needed', 'group_needed', 'execution_owner_needed'));
