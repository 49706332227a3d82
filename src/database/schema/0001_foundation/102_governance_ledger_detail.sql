-- What belongs to a ledger row and may be personal: who acted and why, and the rows as they were before and after. Once it
-- was erased (see erase_ledger_detail) nothing is left here but the fact, and without the salt the digests tell nothing.
create table governance_ledger_detail (
  ledger_id bigint
    constraint governance_ledger_detail_pkey primary key
    constraint governance_ledger_detail_ledger_id_fkey references governance_ledger (id),
  salt uuid,
  actor text,
  reason text constraint governance_ledger_detail_reason_check check (btrim(reason) <> ''),
  before jsonb,
  after jsonb,
  erased_at timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null default session_user,
  constraint governance_ledger_detail_erased_check check (
    case
      when erased_at is null then num_nulls(salt, actor, reason) = 0
      else num_nonnulls(salt, actor, reason, before, after) = 0
    end
  )
);
