-- The vocabulary of events. A type is registered first and can be emitted only once it was activated by a ratified act.
create table event_type_registry (
  event_domain text not null,
  event_type text not null,
  event_stream text not null,
  delivery_lane text not null constraint event_type_registry_delivery_lane_check check (delivery_lane in ('immediate', 'delayed')),
  default_severity text,
  description text not null,
  payload_contract jsonb not null default '{}',
  active boolean not null default false,
  activated_by text,
  activation_approval_ref text,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint event_type_registry_pkey primary key (event_domain, event_type),
  constraint event_type_registry_activation_check check (not active or (activated_by is not null and activation_approval_ref is not null))
);

insert into event_type_registry (event_domain, event_type, event_stream, delivery_lane, default_severity, description, created_by)
values
  ('governance', 'coverage.scan_completed', 'health', 'delayed', 'info', 'A coverage scan has ended.', 'migration'),
  ('governance', 'candidate.scan_completed', 'health', 'delayed', 'info', 'A candidate scan has ended.', 'migration'),
  ('governance', 'input.untrusted_source', 'alert', 'delayed', 'warning', 'An input came from a source that is not trusted.', 'migration'),
  ('governance', 'handoff.object_born', 'birth', 'delayed', 'info', 'An object was born and waits for its candidate scan.', 'migration'),
  ('governance', 'backfill.sweep_completed', 'health', 'delayed', 'info', 'A backfill sweep has ended.', 'migration');
