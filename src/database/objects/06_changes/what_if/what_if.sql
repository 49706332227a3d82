-- Effects of changes: coverage before and after, every cell that changes, and whether they would have to wait for a
-- release. They are applied by the very functions that would do so, looked at, and rolled back: an error of our own
-- ends the block, and with it everything that was done in it, locks included; the answer is a variable, which survives.
-- The permission keeps the transaction from being committed should anything of that ever fail.
--   p_changes  as apply_changes() takes it
--   p_limit    how many changed cells to return, from behind p_after (object_ref, scope, object_type); NULL: all of
--              them
-- It runs with the rights of the owner of the schema, so that a role that may only read may ask it. Objects that were
-- alike before and are alike after are compared once.
create or replace function what_if(
  p_changes jsonb, p_limit integer default null, p_after text[] default null
) returns jsonb
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
as $$
#variable_conflict use_column
declare
  objects_now required_object[] := array(
    select (k.object_type, k.object_ref, k.class_type, k.class_ref)::required_object
    from object_class() k join v_governance_object_inventory using (object_type, object_ref));
  answers_now class_answer[] := array(select a from class_answers() a);
  coverage_now jsonb := (select to_jsonb(s) from v_coverage_summary s);
  answer jsonb;
begin
  begin
    perform begin_what_if();
    perform apply_changes(p_changes, 'what-if');

    with moved as materialized (
      select
        coalesce(b.object_type, a.object_type) as object_type,
        coalesce(b.object_ref, a.object_ref) as object_ref,
        array[b.class_type, b.class_ref] as class_before,
        array[a.class_type, a.class_ref] as class_after
      from unnest(objects_now) b
      full join (
        select k.* from object_class() k join v_governance_object_inventory using (object_type, object_ref)
      ) a on a.object_type = b.object_type and a.object_ref = b.object_ref
    ),
    pair as (
      select class_before, class_after, count(*) as objects from moved group by class_before, class_after
    ),
    side as materialized (
      select
        p.class_before, p.class_after, p.objects, b.scope, true as is_before,
        b.state, b.owner, b.owner_role, b.planned_owner, b.planned_owner_alive
      from pair p join unnest(answers_now) b on array[b.class_type, b.class_ref] = p.class_before
      union all
      select p.class_before, p.class_after, p.objects, a.scope, false, a.state, a.owner, a.owner_role, a.planned_owner,
        a.planned_owner_alive
      from pair p join class_answers() a on array[a.class_type, a.class_ref] = p.class_after
    ),
    compared as materialized (
      select
        coalesce(b.class_before, a.class_before) as class_before,
        coalesce(b.class_after, a.class_after) as class_after,
        coalesce(b.objects, a.objects) as objects,
        coalesce(b.scope, a.scope) as scope,
        case
          when b.scope is null then 'added'
          when a.scope is null then 'removed'
          when (b.state, b.owner, b.owner_role) is distinct from (a.state, a.owner, a.owner_role) then 'owner'
          else 'planned_owner'
        end as change,
        case when b.scope is not null then
          jsonb_build_object(
            'state', b.state, 'owner', b.owner, 'owner_role', b.owner_role, 'planned_owner', b.planned_owner,
            'planned_owner_alive', b.planned_owner_alive)
        end as before,
        case when a.scope is not null then
          jsonb_build_object(
            'state', a.state, 'owner', a.owner, 'owner_role', a.owner_role, 'planned_owner', a.planned_owner,
            'planned_owner_alive', a.planned_owner_alive)
        end as after
      from (select * from side where is_before) b
      full join (select * from side where not is_before) a
        on a.class_before = b.class_before and a.class_after = b.class_after and a.scope = b.scope
      where (b.state, b.owner, b.owner_role, b.planned_owner, b.planned_owner_alive)
        is distinct from (a.state, a.owner, a.owner_role, a.planned_owner, a.planned_owner_alive)
    ),
    page as (
      select m.object_type, m.object_ref, c.scope, c.change, c.before, c.after
      from moved m
      join compared c on c.class_before = m.class_before and c.class_after = m.class_after
      where p_after is null or (m.object_ref, c.scope, m.object_type) > (p_after[1], p_after[2], p_after[3])
      order by m.object_ref, c.scope, m.object_type
      limit p_limit
    )
    select jsonb_build_object(
      'effect', case when (select needs_release from governance_what_if where xid = pg_current_xact_id())
        then 'through_release' else 'at_once' end,
      'before', coverage_now,
      'after', (select to_jsonb(s) from v_coverage_summary s),
      'changed', (
        select jsonb_build_object(
          'added', coalesce(sum(objects) filter (where change = 'added'), 0),
          'removed', coalesce(sum(objects) filter (where change = 'removed'), 0),
          'owner', coalesce(sum(objects) filter (where change = 'owner'), 0),
          'planned_owner', coalesce(sum(objects) filter (where change = 'planned_owner'), 0))
        from compared),
      'cells', (select coalesce(jsonb_agg(to_jsonb(p) order by object_ref, scope, object_type), '[]') from page p),
      'idle_waivers', (
        select coalesce(
          jsonb_agg(
            jsonb_build_object(
              'object_type', w.object_type, 'object_ref', w.object_ref, 'scope', w.scope, 'owner', w.owner_gov_code,
              'planned_owner', w.planned_owner)
            order by w.object_ref, w.scope),
          '[]')
        from (select distinct object_type, object_ref, scope, owner_gov_code, planned_owner from v_owner_waiver
          where state = 'idle') w)
    ) into answer;

    raise exception using errcode = 'ORU00', message = 'a what-if is rolled back';
  exception
    -- Our own, and no refusal. Not OR000: that would stand for its whole class, and swallow what our guards say.
    when sqlstate 'ORU00' then
      null;
  end;
  return answer;
end
$$;
