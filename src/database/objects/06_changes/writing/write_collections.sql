-- Brings `collection_registry` up to differences that collection_difference() found: new collections come in as
-- observed, vanished ones are marked, groups follow.
create or replace function write_collections(p_differences jsonb) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  -- A statement without rows would still raise the watermark: nothing is written where nothing differs.
  if p_differences is null then
    return;
  end if;
  insert into collection_registry (collection_name, "group", created_by)
    select d.collection_name, d.group_code, 'discovery'
    from jsonb_to_recordset(p_differences) as d (collection_name text, group_code text, change text)
    where d.change = 'new';
  update collection_registry r
    set missing_since = case d.change when 'vanished' then now() end,
        "group" = case d.change when 'vanished' then r."group" else d.group_code end
    from jsonb_to_recordset(p_differences) as d (collection_name text, group_code text, change text)
    where d.collection_name = r.collection_name and d.change <> 'new';
end
$$;
