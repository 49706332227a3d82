-- The registered plans, as written and as understood; the newest row is the plan in force. Registering a plan makes
-- its gaps visible. It asserts no owner.
create table governance_plan (
  -- One more than the newest. Not of a sequence: a plan that is only tried out would use up a number of it.
  id bigint constraint governance_plan_pkey primary key,
  plan jsonb not null,
  source text not null,
  -- sha256 of `source`, in hex.
  source_sha256 text not null constraint governance_plan_source_sha256_check check (source_sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  created_by text not null
);
