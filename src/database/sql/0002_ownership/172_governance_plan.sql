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
create trigger trg_watermark
  after insert on governance_plan
  for each statement execute function raise_watermark();
alter table governance_plan enable always trigger trg_watermark;
create trigger trg_plan_append_only
  before update or delete on governance_plan
  for each row execute function refuse_change();
create trigger trg_plan_no_truncate
  before truncate on governance_plan
  for each statement execute function refuse_change();
alter table governance_plan enable always trigger trg_plan_append_only;
alter table governance_plan enable always trigger trg_plan_no_truncate;
