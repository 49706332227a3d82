-- An existing cell that a proposed change touches: what it was when that was proposed, and what it would become.
create table governance_proposed_change_cell (
  change_id bigint not null
    constraint governance_proposed_change_cell_change_id_fkey references governance_proposed_change (id) on delete cascade,
  object_type text not null,
  object_ref text not null,
  scope governance_code not null,
  change text not null constraint governance_proposed_change_cell_change_check check (change in ('removed', 'owner')),
  was jsonb not null,
  will jsonb,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_proposed_change_cell_pkey primary key (change_id, object_ref, scope, object_type)
);
