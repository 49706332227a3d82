-- The rules a scan applies: what makes a collection a candidate and which group it belongs to. Named by its content.
create table governance_ruleset (
  ruleset_version text constraint governance_ruleset_pkey primary key
    constraint governance_ruleset_version_check check (ruleset_version = 'gov-rs-' || left(content_hash, 12)),
  -- sha256 of the canonical JSON of `components`, in hex.
  content_hash text not null constraint governance_ruleset_content_hash_check check (content_hash ~ '^[0-9a-f]{64}$'),
  status text not null default 'draft' constraint governance_ruleset_status_check check (status in ('draft', 'active', 'retired')),
  components jsonb not null,
  created_at timestamptz not null default now(),
  created_by text not null
);
create unique index uq_governance_ruleset_active on governance_ruleset (status) where status = 'active';
