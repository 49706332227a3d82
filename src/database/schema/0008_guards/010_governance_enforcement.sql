-- How the guards work: `off`, `observe` (what would be refused is recorded as a finding) or `enforce` (it is refused). One row
-- for the deployment, without a group, and one for each group that is treated otherwise. Without a row: off.
create table governance_enforcement (
  -- Names the row: the group, or `*`.
  applies_to text generated always as (coalesce(group_code::text, '*')) stored constraint governance_enforcement_pkey primary key,
  group_code governance_code
    constraint governance_enforcement_group_code_fkey references governance_group (code),
  mode text not null constraint governance_enforcement_mode_check check (mode in ('off', 'observe', 'enforce')),
  reason text not null constraint governance_enforcement_reason_check check (btrim(reason) <> ''),
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_enforcement_group_code_key unique nulls not distinct (group_code)
);
