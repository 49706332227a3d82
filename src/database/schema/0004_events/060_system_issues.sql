-- What was found wrong. The same finding seen again counts up; it never makes a second open row.
create table system_issues (
  id bigint generated always as identity constraint system_issues_pkey primary key,
  issue_type text not null,
  issue_class text not null,
  sub_class text,
  severity text not null constraint system_issues_severity_check check (severity in ('critical', 'warning', 'info')),
  status text not null default 'open' constraint system_issues_status_check check (status in ('open', 'resolved', 'archived')),
  title text not null,
  description text,
  entity_type text,
  entity_code text,
  source text not null,
  source_system text not null default 'one_roof',
  -- What makes two findings the same one.
  coalesce_key text not null,
  run_id text,
  evidence jsonb not null default '{}',
  occurrence_count integer not null default 1,
  reopen_count integer not null default 0,
  first_seen_at timestamptz not null default clock_timestamp(),
  last_seen_at timestamptz not null default clock_timestamp(),
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null default session_user,
  constraint system_issues_resolved_check check ((status = 'open') = (resolved_at is null))
);
create unique index uq_system_issues_open on system_issues (coalesce_key) where status = 'open';
create index ix_system_issues_key on system_issues (coalesce_key, id);
create index ix_system_issues_source on system_issues (source) where status = 'open';
