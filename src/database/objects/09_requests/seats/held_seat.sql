-- Whether a person held one of these seats at a moment, whatever became of it since.
create or replace function held_seat(p_person text, p_seats text[], p_at timestamptz) returns boolean
language sql stable
set search_path = :"schema", pg_temp
as $$
  select exists (
    select from governance_seat s
    where s.person = p_person and s.seat = any (p_seats) and s.since <= p_at and coalesce(s.vacated_at > p_at, true))
$$;
