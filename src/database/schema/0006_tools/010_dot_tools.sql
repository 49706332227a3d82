-- A governed automation tool. Registering one is reversible; running one happens outside the database.
create table dot_tools (
  code governance_code constraint dot_tools_pkey primary key,
  name text not null constraint dot_tools_name_key unique,
  description text not null,
  classification text,
  owner governance_code not null constraint dot_tools_owner_fkey references governance_registry (code),
  script_path text,
  token_type text,
  category text,
  status text not null default 'draft' constraint dot_tools_status_check check (status in ('draft', 'published', 'active', 'retired')),
  tier text constraint dot_tools_tier_check check (tier in ('A', 'B', 'C')),
  domain text not null,
  operation text not null,
  trigger_type text not null,
  _dot_origin text not null,
  created_at timestamptz not null default now(),
  created_by text not null
);
