-- A responsibility that every governed object needs an accountable owner for (`policy`, `audit`, …).
create table governance_responsibility_scope (
  code governance_code constraint governance_responsibility_scope_pkey primary key,
  description text not null,
  sort integer not null default 0,
  status text not null default 'active' constraint governance_responsibility_scope_status_check check (status in ('active', 'retired')),
  created_at timestamptz not null default now(),
  created_by text not null
);
