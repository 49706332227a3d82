-- A container of collections: ownership is stated once here and inherited by what it contains.
create table governance_group (
  code governance_code constraint governance_group_pkey primary key,
  name text not null,
  -- The Directus folder whose contents, at any depth, belong to the group.
  directus_folder text,
  status text not null default 'active' constraint governance_group_status_check check (status in ('active', 'retired')),
  created_at timestamptz not null default now(),
  created_by text not null
);
