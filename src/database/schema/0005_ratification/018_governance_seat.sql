-- A seat of the council, and the person who holds it: a Directus user in the role in which they were seated. Seats are filled
-- once with the plan, and from then on by requests that the holders of that moment ratify. `person` is the name under which
-- the trust file has the keys of whoever holds the seat.
create table governance_seat (
  id bigint generated always as identity constraint governance_seat_pkey primary key,
  seat text not null constraint governance_seat_seat_check check (seat in ('president', 'council', 'ai_council')),
  person text not null constraint governance_seat_person_check check (person ~ '^[^\s,"*?!]{1,254}$'),
  user_id uuid not null,
  directus_role uuid not null,
  -- BOOTSTRAP, or the request that ratified it.
  approval_ref governance_code not null,
  since timestamptz not null default clock_timestamp(),
  vacated_at timestamptz,
  vacated_ref governance_code,
  -- The transaction that filled it.
  xid xid8 not null default pg_current_xact_id(),
  created_at timestamptz not null default now(),
  created_by text not null,
  constraint chk_vacated_pair check ((vacated_at is null) = (vacated_ref is null))
);

-- One human fills one seat at most.
create unique index uq_governance_seat_user on governance_seat (user_id) where vacated_at is null;
create unique index uq_governance_seat_person on governance_seat (person) where vacated_at is null;
