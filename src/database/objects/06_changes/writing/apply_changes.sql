-- Does what a list of changes says, one after the other: what a what-if looks at, and what a release brings into
-- effect.
--   { "kind": "plan", "plan", "source", "excluded" }   write_plan()
--   { "kind": "move", "collection", "group" }           a collection gets another group; null: none
--   { "kind": "retire", "what": "owner" | "scope", "code" }
create or replace function apply_changes(p_changes jsonb, p_actor text) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  change jsonb;
begin
  for change in select value from jsonb_array_elements(p_changes) loop
    case change ->> 'kind'
      when 'plan' then
        perform write_plan(
          change -> 'plan', change ->> 'source', p_actor,
          array(select jsonb_array_elements_text(change -> 'excluded')));
      when 'move' then
        if change ->> 'group' is not null then
          perform require_named(exists (select from governance_group where code::text = change ->> 'group'), 'group',
            change ->> 'group');
        end if;
        update collection_registry set "group" = change ->> 'group' where collection_name = change ->> 'collection';
        perform require_named(found, 'collection', change ->> 'collection');
      when 'retire' then
        if change ->> 'what' = 'owner' then
          update governance_registry set status = 'retired' where code::text = change ->> 'code';
        else
          update governance_responsibility_scope set status = 'retired' where code::text = change ->> 'code';
        end if;
        perform require_named(found, change ->> 'what', change ->> 'code');
    end case;
  end loop;
end
$$;
