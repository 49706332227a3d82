-- Why a Directus user may not file requests, or NULL: whoever holds a seat may, an administrator of Directus, and
-- whoever has one of the roles in `one_roof.request_roles`, a JSON list of ids and names. The program puts
-- ONE_ROOF_REQUEST_ROLES there, for the transaction; where nothing is there, no role may.
create or replace function filing_problem(p_user uuid) returns text
language sql stable
set search_path = :"schema", pg_temp
as $$
  select case
      when is_seated(p_user) or r.is_admin then null
      when r.role_names = '{}' then 'somebody without a role'
      else format('somebody with the role %s', array_to_string(r.role_names, ', ')) end
  from directus_rights(p_user) r
  where not exists (
    select from jsonb_array_elements_text(nullif(current_setting('one_roof.request_roles', true),
      '')::jsonb) as allowed (role)
    where allowed.role = any (r.role_names) or allowed.role = any (r.role_ids::text[]))
$$;
