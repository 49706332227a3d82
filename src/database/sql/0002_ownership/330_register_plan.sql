-- Makes a plan the plan in force: writes its scopes, owners, groups, containment and collection roles, and the ruleset
-- that scans go by. Never an owner row. What the plan no longer names is retired. The caller runs it in a transaction,
-- checks the numbers that come out, and records the act in the ledger.
create function register_plan(p_plan jsonb, p_source text, p_actor text, p_excluded text[] default '{}') returns void
language plpgsql volatile
set search_path = :"schema", pg_temp
as $$
declare
  rules jsonb;
  rules_hash text;
begin
  perform pg_advisory_xact_lock(hashtextextended('one_roof.register_plan', 0));

  update governance_responsibility_scope set status = 'retired'
    where status = 'active' and code not in (select code from plan_scope(p_plan));
  insert into governance_responsibility_scope (code, description, sort, created_by)
    select code, description, sort, p_actor from plan_scope(p_plan)
    on conflict (code) do update
      set description = excluded.description, sort = excluded.sort, status = 'active';

  update governance_registry set status = 'retired'
    where status = 'active' and code not in (select code from plan_owner(p_plan));
  insert into governance_registry (code, name, description, directus_role, created_by)
    select code, name, description, directus_role, p_actor from plan_owner(p_plan)
    on conflict (code) do update
      set name = excluded.name, description = excluded.description, directus_role = excluded.directus_role, status = 'active';

  update governance_group set status = 'retired'
    where status = 'active' and code not in (select code from plan_group(p_plan));
  insert into governance_group (code, name, directus_folder, created_by)
    select code, name, directus_folder, p_actor from plan_group(p_plan)
    on conflict (code) do update
      set name = excluded.name, directus_folder = excluded.directus_folder, status = 'active';

  delete from governance_containment c
    where c.created_by = 'plan' and not exists (
      select from plan_containment(p_plan) p
      where (p.child_type, p.child_ref, p.parent_type, p.parent_ref) = (c.child_type, c.child_ref, c.parent_type, c.parent_ref));
  insert into governance_containment (child_type, child_ref, parent_type, parent_ref, created_by)
    select child_type, child_ref, parent_type, parent_ref, 'plan' from plan_containment(p_plan)
    on conflict do nothing;

  insert into governance_plan (plan, source, source_sha256, created_by)
    values (p_plan, p_source, encode(sha256(convert_to(p_source, 'UTF8')), 'hex'), p_actor);

  perform discover_collections(p_excluded);
  update collection_registry r
    set governance_role = m.governance_role,
        coverage_status = case m.governance_role when 'observed' then 'DEFERRED' when 'excluded' then 'EXEMPT' else 'BIRTH_REQUIRED' end
    from plan_membership(p_plan, p_excluded) m
    where m.collection_name = r.collection_name
      and r.governance_role <> 'law_artifact'
      and r.governance_role is distinct from m.governance_role;
  -- What vanished stayed required until somebody decided. A plan cannot name it any more: this is the decision.
  update collection_registry
    set governance_role = 'observed', coverage_status = 'DEFERRED', "group" = null
    where missing_since is not null and governance_role <> 'law_artifact' and coverage_status <> 'DEFERRED';

  rules := jsonb_build_object(
    'groups', (
      select coalesce(jsonb_object_agg(g.key, jsonb_build_object('folder', g.value -> 'folder', 'collections', g.value -> 'collections')), '{}')
      from jsonb_each(p_plan -> 'groups') g),
    'ungrouped', p_plan -> 'ungrouped', 'locked', p_plan -> 'locked', 'excluded', p_plan -> 'excluded');
  rules_hash := encode(sha256(convert_to(rules::text, 'UTF8')), 'hex');
  update governance_ruleset set status = 'retired' where status = 'active' and content_hash <> rules_hash;
  insert into governance_ruleset (ruleset_version, content_hash, status, components, created_by)
    values ('gov-rs-' || left(rules_hash, 12), rules_hash, 'active', rules, p_actor)
    on conflict (ruleset_version) do update set status = 'active';
end
$$;
