-- The roles of this Directus project by id and name: what `role:` of an owner in a plan may say.
create function directus_role() returns table (id uuid, name text)
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  perform :"schema".require_plain_tables('directus_roles');
  return query select r.id, r.name::text from :"directus_schema".directus_roles r;
end
$$;
