-- Whether a Directus user holds a seat.
create or replace function is_seated(p_user uuid) returns boolean
language sql stable
security definer
set search_path = :"schema", pg_temp
as $$
  select exists (select from governance_seat where user_id = p_user and vacated_at is null)
$$;
