-- Makes a plan the plan in force, or, if that would change who answers for an existing cell and a release was applied,
-- defers it as a whole. Returns the id of the waiting change then, NULL where the plan is in force. The caller runs it
-- in a transaction, checks the numbers that come out, and records the act in the ledger.
create or replace function register_plan(
  p_plan jsonb, p_source text, p_actor text, p_excluded text[] default '{}'
) returns bigint
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  -- Moves that wait already, and about which this plan says nothing new: it need not wait for them.
  waiting text[] := array(
    select w.collection_name
    from waiting_move(p_excluded) w
    join plan_membership(p_plan, p_excluded) m on m.collection_name = w.collection_name
      and m.group_code is not distinct from w.will);
begin
  perform pg_advisory_xact_lock(hashtextextended('one_roof.register_plan', 0));
  perform pg_advisory_xact_lock(hashtextextended('one_roof.discover_collections', 0));
  begin
    perform write_plan(p_plan, p_source, p_actor, p_excluded, waiting);
  exception
    when sqlstate 'OR006' then
      return defer_changes(
        'plan',
        jsonb_build_array(jsonb_build_object('kind', 'plan', 'plan', p_plan, 'source', p_source, 'excluded',
          p_excluded)),
        array(
          select concat(d.change, ' ', d.kind, ' ', d.ref, ': ', coalesce(d.was, 'nothing'), ' → ',
            coalesce(d.will, 'nothing'))
          from plan_difference(p_plan, p_excluded) d limit 100),
        p_actor);
  end;
  -- The plan that waited before this one is not what is wanted any more.
  perform defer_changes('plan', '[]', null, p_actor);
  perform defer_moves(p_excluded);
  update collection_registry set last_seen_at = now() where missing_since is null;
  return null;
end
$$;
