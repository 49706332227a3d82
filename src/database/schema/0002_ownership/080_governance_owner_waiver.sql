-- "Decided: this cell has no owner, until then." Not a gap, counted apart, and it always ends.
create table governance_owner_waiver (
  object_type text not null,
  object_ref text not null,
  scope governance_code not null constraint governance_owner_waiver_scope_fkey references governance_responsibility_scope (code),
  reason text not null constraint governance_owner_waiver_reason_check check (btrim(reason) <> ''),
  approval_ref text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_owner_waiver_pkey primary key (object_type, object_ref, scope),
  constraint governance_owner_waiver_period_check check (expires_at > created_at)
);
