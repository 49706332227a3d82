-- A containment beyond "this collection is in this group" (which `collection_registry` says): a group inside a
-- group, a collection inside a collection, a second parent. Ownership is inherited along it, from parent to child.
create table governance_containment (
  child_type text not null,
  child_ref text not null,
  parent_type text not null,
  parent_ref text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_containment_pkey primary key (child_type, child_ref, parent_type, parent_ref),
  constraint governance_containment_self_check check ((child_type, child_ref) <> (parent_type, parent_ref))
);
create index ix_governance_containment_parent on governance_containment (parent_type, parent_ref);
