-- Why a person's word at a moment does not count for a seat, or NULL where it does:
--   not_seated   they do not hold one of these seats, or not yet then
--   dead         the account is gone or disabled
--   left_role    they are no longer in the Directus role in which they were seated
--   cooling      somebody else had changed what they prove themselves with
create or replace function seat_problem(p_user uuid, p_seats text[], p_at timestamptz) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case
    when s.id is null then 'not_seated'
    when d.active is not true then 'dead'
    when d.role is distinct from s.directus_role then 'left_role'
    when credentials_changed_by_other(p_user, p_at) then 'cooling'
  end
  from (values (1)) as one
  left join governance_seat s on s.user_id = p_user and s.seat = any (p_seats) and s.vacated_at is null
    and s.since <= p_at
  left join lateral directus_person(p_user) d on true
$$;
