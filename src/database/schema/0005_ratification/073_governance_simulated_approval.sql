-- What stands for an approval on a clone, so that a release can be rehearsed there: it says of itself that nobody ratified
-- anything, and it can be written on a proven clone only.
create table governance_simulated_approval (
  release_code governance_code constraint governance_simulated_approval_pkey primary key,
  packet_tree_sha256 text not null constraint governance_simulated_approval_packet_check check (packet_tree_sha256 ~ '^[0-9a-f]{64}$'),
  approval_ref text not null default 'CLONE-TEST-NO-RATIFICATION'
    constraint governance_simulated_approval_marked_check check (approval_ref = 'CLONE-TEST-NO-RATIFICATION'),
  created_at timestamptz not null default now(),
  created_by text not null
);
