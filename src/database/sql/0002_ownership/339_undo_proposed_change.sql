-- Takes back what apply_proposed_change() did, row by row, for the rollback that this transaction carries out: columns that it
-- changed get what they had, rows that it added go, rows that it removed return. The plan before is registered again.
create function undo_proposed_change(p_id bigint) returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  undone governance_proposed_change;
  entry record;
  columns text;
begin
  select * into undone from governance_proposed_change where id = p_id and status = 'applied' and release_code = rollback_in_progress() for update;
  perform require_named(found, 'change that the release brought into effect', p_id::text);

  for entry in
    select e ->> 'relation' as relation, e ->> 'key' as key, nullif(e -> 'before', 'null') as before, nullif(e -> 'after', 'null') as after
    from jsonb_array_elements(undone.undo) e
    join unnest(array[
      'governance_responsibility_scope', 'governance_registry', 'governance_group', 'governance_ruleset', 'collection_registry',
      'governance_containment']) with ordinality as o (relation, place) on o.relation = e ->> 'relation'
    -- What returns comes first, then what changes; what goes comes last, and what refers to something before that.
    order by case when e -> 'after' = 'null' then 0 when e -> 'before' = 'null' then 2 else 1 end,
      case when e -> 'before' = 'null' then -place else place end
  loop
    if entry.after is null then
      execute format('insert into %1$I select (jsonb_populate_record(null::%1$I, $1)).*', entry.relation) using entry.before;
    elsif entry.before is null then
      execute format('delete from %1$I t where row_key(%1$L::regclass, to_jsonb(t)) = $1', entry.relation) using entry.key;
    else
      select string_agg(format('%1$I = (jsonb_populate_record(null::%2$I, $1)).%1$I', b.key, entry.relation), ', ')
        into columns
        from jsonb_each(entry.before) b where entry.after -> b.key is distinct from b.value;
      execute format('update %1$I t set %2$s where row_key(%1$L::regclass, to_jsonb(t)) = $2', entry.relation, columns)
        using entry.before, entry.key;
    end if;
  end loop;

  insert into governance_plan (id, plan, source, source_sha256, created_by)
    select (select max(id) + 1 from governance_plan), plan, source, source_sha256, 'rollback:' || rollback_in_progress()
    from governance_plan
    where id = (
      select (e ->> 'before')::bigint from jsonb_array_elements(undone.undo) e where e ->> 'relation' = 'governance_plan');
  update governance_proposed_change set status = 'withdrawn', release_code = null where id = p_id;
end
$$;
