-- A collection whose items are only written while somebody is accountable for its execution. Opted in, one by one.
create table governance_write_rule (
  collection_name text
    constraint governance_write_rule_pkey primary key
    constraint governance_write_rule_collection_name_fkey references collection_registry (collection_name),
  reason text not null constraint governance_write_rule_reason_check check (btrim(reason) <> ''),
  created_at timestamptz not null default now(),
  created_by text not null
);
