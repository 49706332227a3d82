-- The vocabulary of events. A type is registered first and can be emitted only once it was activated by a ratified act.
create table event_type_registry (
  event_domain text not null,
  event_type text not null,
  event_stream text not null constraint event_type_registry_event_stream_check check (
    event_stream in ('comment', 'review', 'update', 'birth', 'task', 'alert', 'health')
  ),
  delivery_lane text not null constraint event_type_registry_delivery_lane_check check (delivery_lane in ('immediate', 'delayed')),
  default_severity text not null default 'info'
    constraint event_type_registry_default_severity_check check (default_severity in ('critical', 'warning', 'info')),
  description text not null,
  -- The keys of a payload, all of them required, each with the JSON type of its value; empty: any metadata.
  payload_contract jsonb not null default '{}',
  active boolean not null default false,
  activated_by text,
  activation_approval_ref text,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint event_type_registry_pkey primary key (event_domain, event_type),
  constraint event_type_registry_activation_check check (not active or (activated_by is not null and activation_approval_ref is not null))
);
