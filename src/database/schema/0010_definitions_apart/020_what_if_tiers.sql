-- The tiers that the what-if carries out, each with the relations that it installs: { tier, relations }.
alter table governance_what_if add column tiers jsonb not null default '[]';
