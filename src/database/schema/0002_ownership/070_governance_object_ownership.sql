-- One owner link per object, scope and kind of ownership. `object_type` is free on purpose: a row on a group with
-- `is_inherited_anchor` is an anchor, which everything the group contains inherits.
create table governance_object_ownership (
  id bigint generated always as identity constraint governance_object_ownership_pkey primary key,
  object_type text not null,
  object_ref text not null,
  scope governance_code not null
    constraint governance_object_ownership_scope_fkey references governance_responsibility_scope (code),
  owner_kind text not null
    constraint governance_object_ownership_owner_kind_check
    check (owner_kind in ('accountable', 'supporting', 'delegated', 'exception')),
  owner_gov_code governance_code not null
    constraint governance_object_ownership_owner_gov_code_fkey references governance_registry (code),
  is_inherited_anchor boolean not null default false,
  effective_from timestamptz not null default now(),
  effective_to timestamptz,
  lifecycle_status text not null default 'active'
    constraint governance_object_ownership_lifecycle_status_check
    check (lifecycle_status in ('active', 'superseded', 'revoked', 'expired')),
  approval_ref text,
  audit_ref text,
  rollback_ref text,
  source_law_ref text,
  source_design_ref text,
  supersedes_id bigint
    constraint governance_object_ownership_supersedes_id_fkey references governance_object_ownership (id),
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  updated_by text not null default session_user,
  constraint chk_delegated_ttl check (owner_kind <> 'delegated' or effective_to is not null),
  constraint chk_active_has_approval check (lifecycle_status <> 'active' or approval_ref is not null),
  constraint chk_effective_period check (effective_to is null or (effective_to > effective_from and isfinite(effective_to)))
);

-- One accountable owner per cell.
create unique index uq_gov_obj_accountable on governance_object_ownership (object_type, object_ref, scope)
  where owner_kind = 'accountable' and lifecycle_status = 'active';
create index ix_gov_obj_resolve on governance_object_ownership (object_type, object_ref);
create index ix_gov_obj_owner on governance_object_ownership (owner_gov_code);
