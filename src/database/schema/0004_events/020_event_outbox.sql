-- The append-only log of what happened. It is not a queue: it has no delivery state. In the order of (epoch, xid, position),
-- and behind a fence (see read_events), readers see every event once and in the order of its commit.
create table event_outbox (
  id uuid not null default gen_random_uuid() constraint event_outbox_pkey primary key,
  event_domain text not null,
  event_type text not null,
  event_stream text not null,
  delivery_lane text not null,
  event_severity text not null,
  event_subject_table text not null,
  event_subject_ref text not null,
  canonical_address text not null,
  actor_ref text not null,
  source_system text not null,
  correlation_id text,
  payload_classification text not null
    constraint event_outbox_payload_classification_check check (payload_classification in ('safe_metadata', 'restricted')),
  -- Also where the trigger that says it better does not fire.
  safe_payload jsonb not null default '{}' constraint event_outbox_safe_payload_check check (payload_problem(safe_payload) is null),
  occurred_at timestamptz not null,
  epoch integer not null,
  xid xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint event_outbox_event_type_fkey foreign key (event_domain, event_type) references event_type_registry (event_domain, event_type),
  constraint event_outbox_correlation_check check (delivery_lane <> 'immediate' or correlation_id is not null)
);
create unique index idx_event_outbox_idempotent
  on event_outbox (event_domain, event_type, event_subject_table, event_subject_ref, correlation_id)
  where delivery_lane = 'immediate';
create index ix_event_outbox_order on event_outbox (epoch, xid, position);
