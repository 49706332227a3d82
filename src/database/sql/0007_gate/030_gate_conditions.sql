-- The eight conditions of the gate, in one snapshot: the one definition that every answer about the gate is made of.
--   ok       true, false, or NULL where it cannot be judged yet (no plan, or what it needs is missing)
--   blocker  the token of a condition that is false; the gate is READY only where all eight are true
create function gate_conditions()
returns table (condition integer, name text, expected text, actual text, ok boolean, blocker text, fix text)
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
declare
  here v_current_environment;
  planned boolean := current_plan() is not null;
  own bigint := count_rows('governance_object_ownership');
  required bigint;
  gap bigint;
  conflicts bigint := count_rows('v_object_owner_conflict');
  signatures bigint := ospa();
  -- Of requests that are still open: a signature of somebody who cannot sign any more opens nothing, and says so.
  dead_signers text := (
    select string_agg(distinct b.signer || ': ' || word_of_problem(b.signer_problem), ', ')
    from v_bound_signature b
    where b.signer_problem is not null and b.status not in ('applied', 'withdrawn', 'superseded', 'expired', 'rejected'));
  emitted bigint := count_rows('event_outbox', $q$event_domain = 'governance'$q$);
  axis_tables text := (
    select string_agg(t, ', ') from unnest(array[
      'axis_registry', 'axis_value', 'axis_assignment', 'coverage_rule', 'axis_object_ownership', 'axis_candidate_finding'
    ]) t where to_regclass(t) is not null);
  missing_views text := (
    select string_agg(v, ', ') from unnest(array[
      'v_governance_object_inventory', 'v_governance_object_containment', 'v_object_effective_owner',
      'v_object_owner_gap', 'v_object_owner_conflict'
    ]) v where to_regclass(v) is null);
  unarmed text := (
    select string_agg(relation || '.' || trigger_name || ' ' || state, ', ' order by relation, trigger_name)
    from (
      select relation, trigger_name, state from v_governance_guard
      union all
      select relation, trigger_name, state from v_table_guard
    ) g
    where state <> 'armed');
begin
  select * into here from v_current_environment;
  if to_regclass('v_coverage_summary') is not null then
    select total_cells, gap_cells into required, gap from v_coverage_summary;
  end if;

  return query
  select c.condition, c.name, c.expected, c.actual,
    -- Without a plan there is nothing to open the gate for: that is the one thing to say, and it is not yet judged further.
    case when planned or c.name = 'gap' then c.ok end,
    case when (planned or c.name = 'gap') and c.ok is false then c.blocker end,
    case when (planned or c.name = 'gap') and c.ok is false then c.fix end
  from (
    values
      (1, 'database', 'the declared production database', here.dbname || ' (' || here.kind || ')',
        here.kind = 'production' and here.declared_dbname = here.dbname,
        case when here.kind = 'undeclared' then 'db_undeclared' else 'db<>' || coalesce(here.production_dbname, 'production') end,
        case
          when here.kind = 'undeclared' then 'An operator runs `one-roof environment declare --production` on the production database.'
          else 'Ask the gate on the declared production database.'
        end),
      (2, 'ospa', '>= 1', signatures::text, signatures >= 1, 'ospa<1',
        'The council votes and the president signs the release request. Software cannot do this.'),
      (2, 'holders', 'can act', coalesce(dead_signers, 'can act'), dead_signers is null, 'signer_dead',
        'Withdraw the request and file it anew: a signature is not carried over to somebody else.'),
      (3, 'own', '0', coalesce(own::text, 'unknown'), own = 0, 'own<>0',
        'Roll back what wrote owner rows before this release.'),
      (4, 'gap', case when planned then coalesce(required::text, 'unknown') else 'the required cells of a registered plan' end,
        case when planned then coalesce(gap::text, 'unknown') else 'no plan is registered' end,
        case when planned then gap = required else false end,
        case when planned then 'gap<>' || required else 'no_plan' end,
        case
          when planned then 'Find out who changed ownership: the ownership matrix, or /one-roof/v1/coverage/by-owner, shows who owns cells.'
          else 'Write a plan with `one-roof plan init` and register it with `one-roof plan register`.'
        end),
      (5, 'conflict', '0', coalesce(conflicts::text, 'unknown'), conflicts = 0, 'conflict>0',
        'Remove one of the contradicting parents or owners: `one-roof owners COLLECTION` shows them.'),
      (6, 'emit', '0', coalesce(emitted::text, 'unknown'), emitted = 0, 'emit>0',
        'Find out who emitted governance events before the release: see event_outbox.'),
      (7, 'axis', 'absent', coalesce(axis_tables, 'absent'), axis_tables is null, 'axis_present',
        'A release is already or partly applied: roll it back first.'),
      (8, 'views', 'present', coalesce(missing_views || ' missing', 'present'), missing_views is null, 'views_missing',
        'Restore the schema from a backup, or uninstall and install One-Roof again.'),
      (8, 'guards', 'armed', coalesce(unarmed, 'armed'), unarmed is null, 'guard_disabled',
        'On tables of Directus: `one-roof guard arm`. On ours: ALTER TABLE … ENABLE ALWAYS TRIGGER …. And find out who disabled them.')
  ) as c (condition, name, expected, actual, ok, blocker, fix)
  order by c.condition, c.name desc;
end
$$;
