-- What a request can ask for, how risky that is, and which handler does it. `unimplemented` never runs.
create table apr_action_types (
  action_code text constraint apr_action_types_pkey primary key,
  risk_level text not null constraint apr_action_types_risk_level_check check (risk_level in ('low', 'medium', 'high')),
  handler_ref text not null default 'unimplemented',
  status text not null default 'active' constraint apr_action_types_status_check check (status in ('active', 'retired')),
  description text not null,
  created_at timestamptz not null default now(),
  created_by text not null
);
