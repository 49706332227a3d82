-- Stores changes that wait for a release, with the existing cells that they touch, in place of what is open of the same
-- origin. An empty list withdraws that. What is open already as it would be now is left alone. Returns the id, or NULL
-- for an empty list.
create or replace function defer_changes(p_origin text, p_changes jsonb, p_summary text[], p_actor text) returns bigint
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  already governance_proposed_change;
  touched jsonb;
  new_id bigint;
begin
  select * into already from governance_proposed_change where origin = p_origin and status = 'open' for update;
  if p_changes = '[]' then
    if already.id is not null then
      update governance_proposed_change set status = 'withdrawn' where id = already.id;
    end if;
    return null;
  end if;

  touched := (
    select coalesce(jsonb_agg(c order by c ->> 'object_ref', c ->> 'scope', c ->> 'object_type'), '[]')
    from jsonb_array_elements(what_if(p_changes) -> 'cells') c
    where c ->> 'change' in ('removed', 'owner'));
  if already.changes = p_changes and touched = (
    select coalesce(
      jsonb_agg(
        jsonb_build_object('object_type', object_type, 'object_ref', object_ref, 'scope', scope, 'change', change,
          'before', was, 'after', will)
        order by object_ref, scope, object_type),
      '[]')
    from v_waiting_change_cell where change_id = already.id)
  then
    return already.id;
  end if;

  if already.id is not null then
    update governance_proposed_change set status = 'superseded' where id = already.id;
  end if;
  insert into governance_proposed_change (origin, changes, summary, cells, created_by)
    values (p_origin, p_changes, p_summary, jsonb_array_length(touched), p_actor)
    returning id into new_id;
  insert into governance_proposed_change_cell (change_id, object_type, object_ref, scope, change, was, will, created_by)
    select new_id, c.object_type, c.object_ref, c.scope, c.change, c.before, c.after, p_actor
    from jsonb_to_recordset(touched) as c (object_type text, object_ref text, scope text, change text, before jsonb,
      after jsonb);
  return new_id;
end
$$;
