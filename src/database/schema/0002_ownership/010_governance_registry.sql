-- An owner: somebody who can be accountable (`GOV-COUNCIL`), optionally standing for a Directus role.
create table governance_registry (
  code governance_code constraint governance_registry_pkey primary key,
  name text not null,
  description text,
  directus_role uuid,
  status text not null default 'active' constraint governance_registry_status_check check (status in ('active', 'retired')),
  created_at timestamptz not null default now(),
  created_by text not null
);
