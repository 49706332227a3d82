-- Refuses a change of the schema of a collection that the guards have something against, and records it where it
-- concerns a governed collection. Acts as guard_finding() has them. The one place that judges, for what leaves a row in
-- Directus's own tables and for what leaves none.
create or replace function judge_schema_change(
  p_act text, p_collection text, p_relation text, p_item text, p_operation text, p_subject text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  mode text := guard_mode(p_collection);
  finding text;
  permit text;
begin
  -- A folder is no collection.
  if mode = 'off' or (p_act = 'new' and to_regclass(format('%I.%I', :'directus_schema', p_collection)) is null) then
    return;
  end if;

  finding := guard_finding(p_act, p_collection);
  permit := case when finding is not null then guard_permit(p_act, p_collection) end;
  if finding is not null and permit is null and mode = 'enforce' then
    perform refuse_by_guard(finding, p_collection);
  end if;

  if finding is not null or exists (
    select from collection_registry where collection_name = p_collection and governance_role in ('governed', 'locked')
  ) then
    insert into governed_write (kind, collection, relation, item, operation, subject, finding, permit, application)
      values (
        'schema', p_collection, p_relation, p_item, p_operation, p_subject, finding, permit,
        current_setting('application_name'));
  end if;
  if finding is null or permit is not null then
    perform accept_structure(p_collection);
  end if;
  -- Dropped and created again, a collection has lost its guard: it gets it back at once, where the owner of our schema
  -- may.
  if p_act = 'new' then
    begin
      perform arm_table_guard(p_collection);
    exception
      when others then
        raise log 'One-Roof: the guard of % was not armed: %', p_collection, sqlerrm;
    end;
  end if;
end
$$;
