-- How people decide here: the profile, by which methods they may sign, what proves their acts, and how long a person whose account somebody else
-- changed does not count. Append-only, the newest row is in force. The first comes with the plan that names the seats;
-- every other needs the ratification that the row before it asks for.
create table governance_policy (
  id bigint generated always as identity constraint governance_policy_pkey primary key,
  profile text not null constraint governance_policy_profile_check check (profile in ('observe', 'two_person', 'council')),
  methods text[] not null
    constraint governance_policy_methods_check check (methods <@ array['passkey', 'ssh', 'password'] and cardinality(methods) > 0),
  -- What proves a vote, a confirmation or a run permit: a key, or (below council) the session of the person as well.
  vote_proof text not null default 'key'
    constraint governance_policy_vote_proof_check check (vote_proof in ('key', 'session')),
  -- Where the keys that count are named: in the trust file only, or (with two people) by the other person's signature as well.
  pinning text not null default 'file'
    constraint governance_policy_pinning_check check (pinning in ('file', 'enrolled')),
  cooling_hours integer not null default 72
    constraint governance_policy_cooling_hours_check check (cooling_hours between 1 and 8760),
  -- BOOTSTRAP, or the request that ratified it.
  approval_ref governance_code not null constraint governance_policy_approval_ref_key unique,
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default now(),
  created_by text not null,
  -- A council proves every act with a key that is pinned outside of this database.
  constraint chk_council_proof check (
    profile <> 'council' or (vote_proof = 'key' and not 'password' = any (methods))),
  constraint chk_enrolled_keys check (pinning = 'file' or profile = 'two_person')
);
