-- The collections and folders of this Directus project, read where Directus keeps them: every table that Directus
-- serves (a primary key of one column, no space in the name), whether it is tracked or not, and every folder.
create or replace function directus_collection(p_excluded text[] default '{}')
returns table (collection text, parent text, is_folder boolean, is_tracked boolean)
language plpgsql stable
security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  collections text[];
  parents text[];
  is_read boolean := false;
begin
  begin
    select array_agg(m.collection::text), array_agg(m."group"::text) into collections, parents
      from :"directus_schema".directus_collections m;
    is_read := true;
    raise exception using errcode = 'ORU01', message = 'what was read is kept, what reading did is undone';
  exception
    when sqlstate 'ORU01' then null;
  end;
  if not is_read then
    raise exception 'Directus''s collections cannot be read';
  end if;
  return query
  with served as (
    select c.relname::text as collection
    from pg_class c
    join pg_index i on i.indrelid = c.oid and i.indisprimary and i.indnatts = 1
    where c.relnamespace = :'directus_schema'::regnamespace
      and c.relkind in ('r', 'p')
      and c.relname !~ '^directus_'
      and c.relname !~ ' '
      and c.relname <> all (p_excluded)
  )
  select
    coalesce(s.collection, m.collection),
    m.parent,
    s.collection is null,
    m.collection is not null
  from served s
  full join unnest(collections, parents) as m (collection, parent) on m.collection = s.collection
  where s.collection is not null
     or to_regclass(format('%I.%I', :'directus_schema', m.collection)) is null;
end
$$;
