-- A collection of this Directus project, as discovery saw it. One that vanishes is marked, never deleted.
create table collection_registry (
  collection_name text constraint collection_registry_pkey primary key,
  "group" governance_code constraint collection_registry_group_fkey references governance_group (code),
  governance_role text not null default 'observed'
    constraint collection_registry_governance_role_check
    check (governance_role in ('observed', 'governed', 'locked', 'excluded', 'law_artifact')),
  coverage_status text not null default 'DEFERRED'
    constraint collection_registry_coverage_status_check
    check (coverage_status in ('DEFERRED', 'BIRTH_REQUIRED', 'EXEMPT')),
  discovered_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  missing_since timestamptz,
  -- Since when owners are required for it; kept by a trigger, empty while they are not.
  required_since timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null
);
create index ix_collection_registry_group on collection_registry ("group");
