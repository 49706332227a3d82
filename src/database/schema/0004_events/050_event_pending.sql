-- The delayed lane: events captured before their type may be emitted. Created empty.
create table event_pending (
  id uuid not null default gen_random_uuid() constraint event_pending_pkey primary key,
  event_domain text not null,
  event_type text not null,
  entity_table text not null,
  entity_ref text not null,
  correlation_id text,
  safe_payload jsonb not null default '{}',
  captured_at timestamptz not null default now(),
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  created_by text not null
);
