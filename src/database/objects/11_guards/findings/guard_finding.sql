-- What the guards have against an act on a collection, or NULL. Acts: `schema`, its schema changes; `new`, it is
-- created; `write`, items of it are written. What cannot be resolved counts as not owned.
create or replace function guard_finding(p_act text, p_collection text) returns text
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
declare
  role text := (select governance_role from collection_registry where collection_name = p_collection);
begin
  if p_act = 'write' then
    return case
      when exists (select from governance_write_rule where collection_name = p_collection)
        and coalesce((
          select state from object_cell(array['collection'], array[p_collection]) where scope = 'execution'
        ), 'gap') = 'gap'
      then 'execution_owner_needed'
    end;
  end if;

  if role = 'locked' then
    return 'window_needed';
  end if;
  if role = 'governed' then
    return case
      when coalesce((
        select state from object_cell(array['collection'], array[p_collection]) where scope = 'policy'
      ), 'gap') not in ('owned_direct', 'owned_inherited', 'waived')
      then 'policy_owner_needed'
    end;
  end if;
  if p_act = 'new' then
    return case
      when exists (
        select from plan_membership(coalesce(current_plan(), '{}'))
        where collection_name = p_collection and candidates = '{}' and governance_role <> 'excluded'
      )
      then 'group_needed'
    end;
  end if;
  return null;
end
$$;
