-- Who wants to be told about which events.
create table event_subscription (
  id uuid not null default gen_random_uuid() constraint event_subscription_pkey primary key,
  subscriber_ref text not null,
  event_domain text not null,
  event_type text,
  sink jsonb not null,
  status text not null default 'active' constraint event_subscription_status_check check (status in ('active', 'retired')),
  created_at timestamptz not null default now(),
  created_by text not null
);
