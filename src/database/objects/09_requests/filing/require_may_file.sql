-- Refuses a Directus user who may not file requests.
create or replace function require_may_file(p_user uuid) returns void
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  stranger text := filing_problem(p_user);
begin
  if stranger is not null then
    raise exception 'Filing a request is refused: expected somebody who holds a seat, an administrator of Directus, or a role in ONE_ROOF_REQUEST_ROLES; found %', stranger
      using errcode = 'OR064', hint = 'An administrator can name a role of theirs in ONE_ROOF_REQUEST_ROLES and restart Directus, or have it filed by somebody who may.';
  end if;
end
$$;
