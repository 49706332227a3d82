-- Makes the items of a collection need an accountable owner of `execution`, or frees them. enforcement_guard refuses it
-- where the guards enforce and nobody is accountable.
create or replace function set_write_rule(p_collection text, p_owned boolean, p_reason text, p_by text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
begin
  if p_owned then
    insert into governance_write_rule (collection_name, reason, created_by) values (p_collection, p_reason, p_by)
      on conflict (collection_name) do nothing;
  else
    delete from governance_write_rule where collection_name = p_collection;
  end if;
end
$$;
