-- What a plan or a move writes, as it is now: { relation: { key: row } }, and the number of the plan in force. (Bound late:
-- rulesets come with a later migration.)
create function governed_rows() returns jsonb
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
begin
  return (select jsonb_object_agg(relation, rows)
  from (
    select 'governance_responsibility_scope' as relation, jsonb_object_agg(code, to_jsonb(t)) as rows from governance_responsibility_scope t
    union all
    select 'governance_registry', jsonb_object_agg(code, to_jsonb(t)) from governance_registry t
    union all
    select 'governance_group', jsonb_object_agg(code, to_jsonb(t)) from governance_group t
    union all
    select 'governance_containment',
      jsonb_object_agg(row_key('governance_containment'::regclass, to_jsonb(t)), to_jsonb(t)) from governance_containment t
    union all
    select 'collection_registry', jsonb_object_agg(collection_name, to_jsonb(t)) from collection_registry t
    union all
    select 'governance_ruleset', jsonb_object_agg(ruleset_version, to_jsonb(t)) from governance_ruleset t
    union all
    select 'governance_plan', jsonb_build_object('in_force', max(id)) from governance_plan
  ) as every);
end
$$;
