-- What changes would come to: coverage before and after, every cell that changes, and whether they would have to wait for a
-- release. They are carried out by the very functions that would do so, looked at, and undone: an error of our own ends the
-- block, and with it everything that was done in it, locks included; the answer is a variable, which survives. The permission
-- keeps the transaction from being committed should anything of that ever fail.
--   p_changes  as carry_out_changes() takes it
--   p_limit    how many changed cells to return, from behind p_after (object_ref, scope, object_type); NULL: all of them
-- It runs with the rights of the owner of the schema, so that a role that may only read may ask it.
create function what_if(p_changes jsonb, p_limit integer default null, p_after text[] default null) returns jsonb
language plpgsql volatile
security definer
set search_path = :"schema", pg_temp
set enable_nestloop = off
set jit = off
as $$
#variable_conflict use_column
declare
  cells_now answered_cell[] := array(select c from answered_cells() c);
  coverage_now jsonb := (select to_jsonb(s) from v_coverage_summary s);
  answer jsonb;
begin
  begin
    insert into governance_what_if default values;
    perform carry_out_changes(p_changes, 'what-if');

    with compared as (
      select
        coalesce(b.object_type, a.object_type) as object_type,
        coalesce(b.object_ref, a.object_ref) as object_ref,
        coalesce(b.scope, a.scope) as scope,
        case
          when b.object_ref is null then 'added'
          when a.object_ref is null then 'removed'
          when (b.state, b.owner, b.owner_role) is distinct from (a.state, a.owner, a.owner_role) then 'owner'
          else 'proposal'
        end as change,
        case when b.object_ref is not null then to_jsonb(b) - array['object_type', 'object_ref', 'scope'] end as before,
        case when a.object_ref is not null then to_jsonb(a) - array['object_type', 'object_ref', 'scope'] end as after
      from unnest(cells_now) b
      full join answered_cells() a on a.object_type = b.object_type and a.object_ref = b.object_ref and a.scope = b.scope
      where b is distinct from a
    ),
    page as (
      select * from compared
      where p_after is null or (object_ref, scope, object_type) > (p_after[1], p_after[2], p_after[3])
      order by object_ref, scope, object_type
      limit p_limit
    )
    select jsonb_build_object(
      'effect', case when (select needs_release from governance_what_if where xid = pg_current_xact_id()) then 'through_release' else 'at_once' end,
      'before', coverage_now,
      'after', (select to_jsonb(s) from v_coverage_summary s),
      'changed', (
        select jsonb_build_object(
          'added', count(*) filter (where change = 'added'), 'removed', count(*) filter (where change = 'removed'),
          'owner', count(*) filter (where change = 'owner'), 'proposal', count(*) filter (where change = 'proposal'))
        from compared),
      'cells', (select coalesce(jsonb_agg(to_jsonb(p) order by object_ref, scope, object_type), '[]') from page p),
      'idle_waivers', (
        select coalesce(
          jsonb_agg(
            jsonb_build_object(
              'object_type', w.object_type, 'object_ref', w.object_ref, 'scope', w.scope, 'owner', w.owner_gov_code, 'proposed', w.proposed_owner)
            order by w.object_ref, w.scope),
          '[]')
        from (select distinct object_type, object_ref, scope, owner_gov_code, proposed_owner from v_owner_waiver where state = 'idle') w)
    ) into answer;

    raise exception using errcode = 'ORU00', message = 'a what-if is undone';
  exception
    -- Our own, and no refusal. Not OR000: that would stand for its whole class, and swallow what our guards say.
    when sqlstate 'ORU00' then
      null;
  end;
  return answer;
end
$$;
