-- The birth of a governed thing: that it exists, since when and from where.
create table birth_registry (
  id bigint generated always as identity constraint birth_registry_pkey primary key,
  entity_code text not null constraint birth_registry_entity_code_key unique,
  collection_name text not null,
  species_code text,
  composition_level text,
  dot_origin text,
  born_at timestamptz not null default now(),
  governance_role text,
  certified boolean not null default false,
  status text not null default 'born',
  created_at timestamptz not null default now(),
  created_by text not null
);
