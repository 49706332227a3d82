-- Brings `collection_registry` up to the project: new collections come in as observed, vanished ones are marked,
-- groups follow the plan in force. Returns what changed. `p_excluded`: tables Directus is told to ignore.
create function discover_collections(p_excluded text[] default '{}')
returns table (collection_name text, change text)
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
declare
  differences jsonb;
begin
  perform pg_advisory_xact_lock(hashtextextended('one_roof.discover_collections', 0));

  select jsonb_agg(to_jsonb(d)) into differences
  from (
    select
      coalesce(m.collection_name, r.collection_name) as collection_name,
      m.group_code,
      case
        when r.collection_name is null then 'new'
        when m.collection_name is null then 'vanished'
        when r.missing_since is not null then 'returned'
        else 'regrouped'
      end as change
    from plan_membership(coalesce(current_plan(), '{}'), p_excluded) m
    full join collection_registry r on r.collection_name = m.collection_name
    where r.collection_name is null
       or (m.collection_name is null) <> (r.missing_since is not null)
       or (m.collection_name is not null and r."group" is distinct from m.group_code)
  ) d;

  -- A statement without rows would still raise the watermark: nothing is written where nothing differs.
  if differences is not null then
    insert into collection_registry (collection_name, "group", created_by)
      select d.collection_name, d.group_code, 'discovery'
      from jsonb_to_recordset(differences) as d (collection_name text, group_code text, change text)
      where d.change = 'new';
    update collection_registry r
      set missing_since = case d.change when 'vanished' then now() end,
          "group" = case d.change when 'vanished' then r."group" else d.group_code end
      from jsonb_to_recordset(differences) as d (collection_name text, group_code text, change text)
      where d.collection_name = r.collection_name and d.change <> 'new';
  end if;

  update collection_registry set last_seen_at = now() where missing_since is null;

  return query
    select d.collection_name, d.change
    from jsonb_to_recordset(differences) as d (collection_name text, change text)
    order by d.change, d.collection_name;
end
$$;
