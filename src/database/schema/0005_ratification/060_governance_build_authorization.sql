-- A single-use, expiring grant for what a request asked for. For a release it is the permit of one run, signed by a holder of a seat: `scope` names the release,
-- its packet and its tiers, no more and no less.
create table governance_build_authorization (
  auth_code governance_code constraint governance_build_authorization_pkey primary key,
  request_code governance_code not null
    constraint governance_build_authorization_request_code_fkey references approval_requests (code),
  step_name text not null,
  scope jsonb not null,
  risk_level text not null constraint governance_build_authorization_risk_level_check check (risk_level in ('low', 'medium', 'high', 'sovereign')),
  commit_allowed boolean not null default false,
  requires_sovereign_esign boolean not null default true,
  sovereign_esign_ref uuid,
  rollback_plan_ref text,
  -- The person who grants it, a holder of a seat, and what proves that they do; and the operator who may use it.
  granted_by text not null,
  granter_user uuid not null,
  method text not null constraint governance_build_authorization_method_check check (method in ('passkey', 'ssh', 'session')),
  statement text,
  public_key text not null default '',
  assertion jsonb not null default '{}',
  granted_to text not null,
  granted_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '2 hours',
  consumed_at timestamptz,
  consumed_by text,
  -- The transaction that used it, which is the one that did what it allows.
  consumed_xid xid8,
  revoked_at timestamptz,
  revoked_by text,
  revoked_reason text,
  created_at timestamptz not null default now(),
  created_by text not null,
  act_digest text not null generated always as (act_digest(array[
    'method', method, 'statement', statement, 'public_key', public_key, 'assertion', assertion::text])) stored,
  constraint chk_permit_proof check ((statement is null) = (method = 'session') and (public_key = '') = (method = 'session')),
  constraint chk_expiry check (expires_at > granted_at and expires_at <= granted_at + interval '24 hours'),
  constraint chk_self_grant check (granted_by <> granted_to),
  constraint chk_sov_esign check (not (commit_allowed and requires_sovereign_esign) or sovereign_esign_ref is not null),
  constraint chk_consumed_pair check ((consumed_at is null) = (consumed_by is null) and (consumed_at is null) = (consumed_xid is null)),
  constraint chk_revoked_pair check ((revoked_at is null) = (revoked_by is null))
);
create unique index uq_one_active_grant_per_step on governance_build_authorization (request_code, step_name, granted_to, expires_at, act_digest)
  where consumed_at is null and revoked_at is null;
