-- The ledger of tool runs: one row per attempt, also of the refused ones.
create table dot_command_run (
  id bigint generated always as identity constraint dot_command_run_pkey primary key,
  tool_code governance_code not null constraint dot_command_run_tool_code_fkey references dot_tools (code),
  run_mode text not null constraint dot_command_run_run_mode_check check (run_mode in ('plan', 'verify', 'apply')),
  run_status text not null
    constraint dot_command_run_run_status_check check (run_status in ('planned', 'applied', 'verified', 'refused', 'failed')),
  mutating boolean not null,
  params_digest text,
  gate_snapshot jsonb,
  evidence jsonb,
  created_at timestamptz not null default now(),
  created_by text not null
);
