-- The roles of this Directus project by id and name: what `role:` of an owner in a plan may say.
create or replace function directus_role() returns table (id uuid, name text)
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  ids uuid[];
  names text[];
begin
  begin
    select array_agg(r.id::uuid), array_agg(r.name::text) into ids, names from :"directus_schema".directus_roles r;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  return query select * from unnest(ids, names);
end
$$;
