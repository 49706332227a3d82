-- A change that waits for a release: after the first one, whatever would change who answers for an existing cell, or take one
-- out of what is required, is written here instead of being done. Of each origin one is open: what it would take now.
create table governance_proposed_change (
  id bigint generated always as identity constraint governance_proposed_change_pkey primary key,
  -- discovery: collections were moved between folders in Directus. plan: a plan was registered.
  origin text not null constraint governance_proposed_change_origin_check check (origin in ('discovery', 'plan')),
  -- As carry_out_changes() takes it.
  changes jsonb not null,
  -- The same in words.
  summary text[] not null,
  -- How many existing cells it touched when it was proposed; governance_proposed_change_cell has them.
  cells bigint not null,
  status text not null default 'open'
    constraint governance_proposed_change_status_check check (status in ('open', 'withdrawn', 'superseded', 'applied')),
  -- The release that brought it into effect.
  release_code governance_code,
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint governance_proposed_change_release_check check ((status = 'applied') = (release_code is not null))
);
create unique index uq_governance_proposed_change_open on governance_proposed_change (origin) where status = 'open';
