-- The conditions of the gate, in one snapshot: the one definition that every answer about the gate is made of.
--   p_release  the release that it is asked for: what is expected is what the release begins from, and its rehearsal
--              counts. Left out, it is the one that is next; where none is, or several are, that is a reason to say
--              BLOCKED, and the rest is judged as for a first release of the plan in force.
--   ok       true, false, or NULL where it cannot be judged yet (no plan, or what it needs is missing)
--   blocker  the token of a condition that is false; the gate is READY only where all of them are true
create or replace function gate_conditions(p_release text default null)
returns table (condition integer, name text, expected text, actual text, ok boolean, blocker text, fix text)
language plpgsql stable
set search_path = :"schema", pg_temp
as $$
#variable_conflict use_column
declare
  here v_current_environment;
  release governance_release;
  simulated boolean;
  rehearsals bigint;
  unproven bigint;
  planned boolean := current_plan() is not null;
  own bigint;
  expected_own bigint;
  expected_gap bigint;
  required bigint;
  gap bigint;
  conflicts bigint;
  signatures bigint;
  dead_signers text;
  next text;
  -- What proves who they are, and did not come about as Directus does it: somebody may be about to act as them.
  unseen text := (
    select string_agg(distinct u.kind || ' of ' || coalesce(s.person, u.user_id::text), ', ')
    from v_unseen_change u left join governance_seat s on s.user_id = u.user_id and s.vacated_at is null);
  rules text := unratified_rules();
  -- Of what was carried out, and of the release, below.
  misread text;
  emitted bigint := unratified_events();
  expected_emitted bigint;
  -- What releases installed, beside what this version does.
  relations text[] := added_relations();
  expected_relations text[];
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
  -- What DDL did past the triggers, where a guard is on.
  rewritten text := (
    select string_agg(array_to_string(d.changes, ', '), ', ' order by d.collection)
    from v_storage_drift d join v_guard_mode m on m.collection_name = d.collection and m.mode <> 'off'
    where exists (select from governance_enforcement where mode <> 'off'));
begin
  select * into here from v_current_environment;
  if p_release is null then
    select string_agg(code, ', ') into next from next_releases() n (code);
  end if;
  select * into release from governance_release where release_code::text = coalesce(p_release, next);
  simulated := coalesce(approval_is_simulated(release.release_code::text, release.packet_tree_sha256), false);
  signatures := case when release.release_code is null then 0 else ospa(release.packet_tree_sha256) end;
  -- Of the request that is still open: a signature of somebody who cannot sign any more opens nothing, and says so.
  select string_agg(distinct b.signer || ': ' || problem_text(b.signer_problem), ', ') into dead_signers
    from v_bound_signature b
    where b.request_code = release.request_code and b.signer_problem is not null
      and b.status not in ('applied', 'withdrawn', 'superseded', 'expired', 'rejected');
  select string_agg(r.code || ': ' || request_difference(r), '; ' order by r.code) into misread
    from approval_requests r
    where (r.code = release.request_code or exists (select from governance_consumed_approval u
      where u.request_code = r.code))
      and request_difference(r) is not null;
  -- A first release finds no owner row at all, also none that has ended.
  own := count_rows('governance_object_ownership',
    case release.kind when 'change' then $q$lifecycle_status = 'active'$q$ else 'true' end);
  expected_emitted := coalesce((release.plan -> 'from' ->> 'outbox')::bigint, 0);
  expected_own := coalesce((release.plan -> 'from' ->> 'own')::bigint, 0);
  expected_relations := case
      when release.release_code is not null then relations_of(release.plan, false)
      else array(select relation from v_release_relation order by relation collate "C")
    end;
  rehearsals := rehearsals_of(release.packet_tree_sha256);
  select count(*) - rehearsals into unproven from governance_rehearsal
    where packet_tree_sha256 = release.packet_tree_sha256;
  if to_regclass('v_coverage_summary') is not null then
    select total_cells, gap_cells into required, gap from v_coverage_summary;
  end if;
  expected_gap := coalesce((release.plan -> 'from' ->> 'gap')::bigint, required);
  if to_regclass('v_object_owner_conflict') is not null then
    -- As many as it has rows, without making them.
    select coalesce(sum(objects), 0) into conflicts
    from (select distinct class_type, class_ref, scope, objects from class_claim() where verdict = 'conflicting') c;
  end if;

  return query
  select c.condition, c.name, c.expected, c.actual,
    -- Without a plan there is nothing to open the gate for: that is the one thing to say, and it is not yet judged
    -- further.
    case when planned or c.name = 'gap' then c.ok end,
    case when (planned or c.name = 'gap') and c.ok is false then c.blocker end,
    case when (planned or c.name = 'gap') and c.ok is false then c.fix end
  from (
    values
      (1, 'database', case when simulated then 'a proven clone' else 'the declared production database' end,
        here.dbname || ' (' || here.kind || ')',
        simulated or here.kind = 'production' and here.declared_dbname = here.dbname,
        case when here.kind = 'undeclared' then 'db_undeclared'
          else 'db<>' || coalesce(here.production_dbname, 'production') end,
        case
          when here.kind = 'undeclared'
            then 'An operator runs `one-roof environment declare --production` on the production database.'
          else 'Ask the gate on the declared production database.'
        end),
      (2, 'release', 'a release that is still to come', case
          when release.release_code is not null then release.release_code || ' is ' || replace(release.status, '_', ' ')
          else coalesce('there is no release ' || p_release, 'several: ' || next, 'none') end,
        coalesce(release.status in ('draft', 'rehearsed', 'ratified'), false),
        case when release.release_code is not null then 'release_over'
          when next is not null then 'several_releases' else 'no_release' end,
        case
          when release.release_code is not null then 'Build another release: this one has ended.'
          when next is not null
            then 'Name one: `one-roof gate --release CODE`. Or withdraw the requests that are no longer needed.'
          else 'Build a release and request a decision about it: `one-roof release build`, `one-roof release request`.'
        end),
      (2, 'ospa', case when simulated then 'simulated' else '>= 1' end, signatures::text,
        simulated or signatures >= 1 and release_is_approved(release.release_code::text), 'ospa<1',
        case when signatures = 0 and request_status(release.request_code::text) = 'approved'
          then format('The votes are complete: a person who may sign signs %s. Software cannot do this.',
            release.request_code)
          else 'The council votes and the president signs the release request. Software cannot do this.' end),
      (2, 'holders', 'can act', coalesce(dead_signers, 'can act'), dead_signers is null, 'signer_dead',
        'Withdraw the request and file it again. A signature cannot pass to another person.'),
      (2, 'rules', 'ratified', coalesce(rules, 'ratified'), rules is null, 'rules_unratified',
        'Find out who changed seats or the policy: `one-roof request show CODE` says what does not verify. A key that ended stays in the trust file, with valid-before.'),
      (2, 'requests', 'what was signed', coalesce(misread, 'what was signed'), misread is null, 'request_unreadable',
        'Find out who wrote approval_requests past its table rule, and put the row back as a bundle of the request has it, which `one-roof request export` wrote.'),
      (2, 'sessions', 'each came from a log-in', coalesce(unseen, 'each came from a log-in'), unseen is null,
        'session_unseen',
        'Find out who made them: `one-roof doctor` says when and as which role of the database. It counts for the hours of the policy.'),
      (3, 'own', expected_own::text, coalesce(own::text, 'unknown'), own = expected_own, 'own<>' || expected_own,
        'Roll back what wrote owner rows since the packet was built; if nothing did, build the release again under another code.'),
      (4, 'gap', case when planned then coalesce(expected_gap::text, 'unknown')
        else 'the required cells of a registered plan' end,
        case when planned then coalesce(gap::text, 'unknown') else 'no plan is registered' end,
        case when planned then gap = expected_gap else false end,
        case when planned then 'gap<>' || expected_gap else 'no_plan' end,
        case
          when planned then 'Find out who changed ownership: the ownership matrix, or /one-roof/v1/coverage/by-owner, shows who owns cells.'
          else 'Write a plan with `one-roof plan init` and register it with `one-roof plan register`.'
        end),
      (5, 'conflict', '0', coalesce(conflicts::text, 'unknown'), conflicts = 0, 'conflict>0',
        'Remove one of the contradicting parents or owners: `one-roof owners COLLECTION` shows them.'),
      (6, 'emit', expected_emitted::text, coalesce(emitted::text, 'unknown'), emitted = expected_emitted,
        'emit>' || expected_emitted,
        'Find out who emitted governance events of types that were not ratified: see event_outbox.'),
      (7, 'relations', coalesce(nullif(array_to_string(expected_relations, ', '), ''), 'none'),
        coalesce(nullif(array_to_string(relations, ', '), ''), 'none'), relations = expected_relations,
        'relations_differ',
        '`one-roof doctor` says which tables or views are missing, or no release installed. Where a release installed them since: build this one again.'),
      (8, 'views', 'present', coalesce(missing_views || ' missing', 'present'), missing_views is null, 'views_missing',
        'Restore the schema from a backup, or uninstall and install One-Roof again.'),
      (8, 'guards', 'armed', coalesce(unarmed, 'armed'), unarmed is null, 'guard_disabled',
        'On tables of Directus: `one-roof guard arm`. On ours: ALTER TABLE … ENABLE ALWAYS TRIGGER …. And find out who disabled them.'),
      (8, 'tables', 'as they were accepted', coalesce(rewritten, 'as they were accepted'), rewritten is null,
        'table_rewritten',
        'Find out who did it and why (VACUUM FULL and CLUSTER rewrite a table too), then `one-roof guard acknowledge COLLECTION --reason …`.'),
      (10, 'rehearsal', 'a rehearsal of this packet, signed by a pinned key',
        rehearsals || case when unproven > 0 then ', and ' || unproven || ' without a signature that verifies'
          else '' end,
        simulated or not rehearsal_is_missing(release.packet_tree_sha256), 'not_rehearsed',
        'Rehearse it on a clone and sign that: `one-roof release rehearse --key`.')
  ) as c (condition, name, expected, actual, ok, blocker, fix)
  -- A rehearsal is asked for with a release, and by the profile that wants one.
  -- What was seen of sessions and tables is said where there is something to say.
  where (c.name not in ('rules', 'requests', 'sessions', 'tables') or c.ok is false)
    and (c.condition <= 8 or release.release_code is not null and (simulated or wants_rehearsal()))
  order by c.condition, c.name desc;
end
$$;
