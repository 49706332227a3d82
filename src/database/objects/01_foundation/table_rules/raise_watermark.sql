-- Statement trigger of every table that answers of the read contract are made of. A what-if changes nothing for
-- anybody, and must not make writers wait for its row here.
create or replace function raise_watermark() returns trigger
language plpgsql
security definer
set search_path = :"schema", pg_temp
as $$
begin
  if is_what_if() then
    return null;
  end if;
  insert into governance_watermark (relation) values (tg_table_name)
  on conflict (relation) do update
    set version = governance_watermark.version + 1, changed_at = now();
  return null;
end
$$;
