-- A lease says which process may do a job that must run once. It ends by release or by time, never by being broken.
create table gov_runtime_lease (
  lease_name text constraint gov_runtime_lease_pkey primary key,
  holder text not null,
  token uuid not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  created_by text not null default session_user
);
