-- How people decide here: the profile, by which methods they may sign, and how long a person whose account somebody else
-- changed does not count. Append-only, the newest row is in force. The first comes with the plan that names the seats;
-- every other needs the ratification that the row before it asks for.
create table governance_policy (
  id bigint generated always as identity constraint governance_policy_pkey primary key,
  profile text not null constraint governance_policy_profile_check check (profile in ('observe', 'two_person', 'council')),
  methods text[] not null
    constraint governance_policy_methods_check check (methods <@ array['passkey', 'ssh', 'password'] and cardinality(methods) > 0),
  cooling_hours integer not null default 72
    constraint governance_policy_cooling_hours_check check (cooling_hours between 1 and 8760),
  -- BOOTSTRAP, or the request that ratified it.
  approval_ref governance_code not null constraint governance_policy_approval_ref_key unique,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default now(),
  created_by text not null
);
